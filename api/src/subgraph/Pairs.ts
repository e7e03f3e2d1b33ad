import { apiError } from "../errors.ts";
import { Batch } from "./Batch.ts";
import type { Block } from "./Blocks.ts";
import type { Source } from "./FactReader.ts";

/** A sink of a task type; capacities in units, stake in token wei. */
export type Pair = {
  readonly id: string;
  readonly isRegistered: boolean;
  readonly stored: string;
  readonly smoothed: string;
  readonly sink: { readonly id: string; readonly stake: string };
};

const MOST_PAIRS = 1000;

/** The sinks of task types at a block, departed ones included. */
export const PAIRS = `query Pairs($ids: [Bytes!]!, $block: Block_height!) {
  taskTypes(first: 1000, where: { id_in: $ids }, block: $block) {
    id
    capacities(first: ${MOST_PAIRS}, orderBy: id) { id isRegistered stored smoothed sink { id stake } }
  }
}`;

/** Reads the sinks of task types, those that ask in one turn together. */
export class Pairs {
  readonly #source: Source;
  readonly #batches = new Map<string, Batch<string, readonly Pair[]>>();

  constructor(source: Source) {
    this.#source = source;
  }

  /**
   * The sinks of a task type at a block.
   * @throws TOO_COMPLEX where there are too many
   */
  of(taskType: string, block: Block): Promise<readonly Pair[]> {
    const key = String(block.hash ?? block.number);
    const batch = this.#batches.get(key) ?? new Batch((ids: readonly string[]) => this.#read(ids, block));
    this.#batches.set(key, batch);
    return batch.load(taskType);
  }

  async #read(ids: readonly string[], block: Block): Promise<(readonly Pair[])[]> {
    const { taskTypes } = await this.#source.subgraph.ask<{
      taskTypes: { id: string; capacities: Pair[] }[];
    }>(PAIRS, { ids, block: block.height });
    const known = new Map(taskTypes.map(({ id, capacities }) => [id, capacities]));
    return ids.map((id) => {
      const pairs = known.get(id) ?? [];
      this.#source.limits.budget.take(pairs.length);
      if (pairs.length < MOST_PAIRS) return pairs;
      throw apiError("TOO_COMPLEX", `A task type has had ${MOST_PAIRS} sinks or more: ask for single sinks.`);
    });
  }
}
