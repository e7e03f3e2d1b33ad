import { encodeAbiParameters, type Hex, keccak256 } from "viem";
import type { History } from "./History.ts";
import type { Pools } from "./Pools.ts";
import type { Registry } from "./Registry.ts";

/** The id of a pipeline: `keccak256(abi.encode(stages))`. */
export function pipelineIdOf(stages: readonly Hex[]): Hex {
  return keccak256(encodeAbiParameters([{ type: "bytes32[]" }], [stages]));
}

/** The pipelines, as Pipeline should keep them. */
export class Pipelines {
  readonly #history: History;
  readonly #registry: Registry;
  readonly #pools: Pools;
  readonly #stages = new Map<Hex, readonly Hex[]>();

  constructor(history: History, registry: Registry, pools: Pools) {
    this.#history = history;
    this.#registry = registry;
    this.#pools = pools;
  }

  get all(): ReadonlyMap<Hex, readonly Hex[]> {
    return this.#stages;
  }

  create(stages: readonly Hex[]): void {
    const pipelineId = pipelineIdOf(stages);
    if (this.#stages.has(pipelineId)) throw new Error(`Pipeline ${pipelineId} exists`);
    for (const stage of stages) this.#pools.of(stage);
    this.#stages.set(pipelineId, stages);
    this.#history.emit("Pipeline", "PipelineCreated", { pipelineId, stages });
  }

  /** Per stage, the smallest effective capacity from it to the end. */
  effectiveCapacities(pipelineId: Hex): bigint[] {
    const totals = this.#stagesOf(pipelineId).map((stage) => this.#registry.totalEffective(stage));
    return totals.map((_, i) => totals.slice(i).reduce((least, total) => (total < least ? total : least)));
  }

  rebalance(pipelineId: Hex): void {
    for (const stage of this.#stagesOf(pipelineId).toReversed()) this.#pools.rebalance(stage);
    const effectiveCapacities = this.effectiveCapacities(pipelineId);
    this.#history.emit("Pipeline", "PipelineRebalanced", { pipelineId, effectiveCapacities });
  }

  #stagesOf(pipelineId: Hex): readonly Hex[] {
    const stages = this.#stages.get(pipelineId);
    if (stages === undefined) throw new Error(`There is no pipeline ${pipelineId}`);
    return stages;
  }
}
