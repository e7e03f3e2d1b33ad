import { type Address, encodeAbiParameters, type Hex, keccak256 } from "viem";
import { ewma } from "./capacity.ts";
import type { History } from "./History.ts";
import { type Commitment, Pair } from "./Pair.ts";
import type { Parameters } from "./Parameters.ts";
import type { Obligations, Stakes } from "./Stakes.ts";

const COMMITMENT = [
  { type: "bytes32" },
  { type: "address" },
  { type: "uint256" },
  { type: "bytes32" },
] as const;

/** The hash that commits a sink to a capacity: `keccak256(abi.encode(taskTypeId, sink, capacity, nonce))`. */
export function commitmentHash(taskType: Hex, sink: Address, capacity: bigint, nonce: Hex): Hex {
  return keccak256(encodeAbiParameters(COMMITMENT, [taskType, sink, capacity, nonce]));
}

/** A task type and its pairs, in the order of their first registration. */
export type TaskType = { id: Hex; creator: Address; minStake: bigint; pairs: Map<Address, Pair> };

/** Task types, their sinks and the capacities, as CapacityRegistry should keep them. */
export class Registry {
  readonly taskTypes = new Map<Hex, TaskType>();
  readonly #history: History;
  readonly #parameters: Parameters;
  readonly #stakes: Stakes;

  constructor(history: History, parameters: Parameters, stakes: Stakes) {
    this.#history = history;
    this.#parameters = parameters;
    this.#stakes = stakes;
  }

  get timeout(): number {
    return Number(this.#parameters.of("CapacityRegistry", "COMMIT_TIMEOUT"));
  }

  task(id: Hex): TaskType {
    const task = this.taskTypes.get(id);
    if (task === undefined) throw new Error(`The model knows no task type ${id}`);
    return task;
  }

  /** The pair of a task type and a sink that has registered at least once. */
  pair(id: Hex, sink: Address): Pair {
    const pair = this.task(id).pairs.get(sink);
    if (pair === undefined) throw new Error(`${sink} has never served task type ${id}`);
    return pair;
  }

  isRegistered(id: Hex, sink: Address): boolean {
    return this.taskTypes.get(id)?.pairs.get(sink)?.isRegistered ?? false;
  }

  /** Whether the sink may commit now: registered, and no earlier commitment can still be revealed. */
  canCommit(id: Hex, sink: Address): boolean {
    const pending = this.isRegistered(id, sink) ? this.pair(id, sink).pending : undefined;
    return (
      pending === null || (pending !== undefined && this.#history.now.block > pending.block + this.timeout)
    );
  }

  /** Effective capacities of the registered sinks: the smaller of the stored value and the cap. */
  effective(id: Hex): Map<Address, bigint> {
    const registered = [...this.task(id).pairs.values()].filter((pair) => pair.isRegistered);
    return new Map(registered.map((pair) => [pair.sink, this.effectiveOf(pair)]));
  }

  effectiveOf(pair: Pair): bigint {
    const cap = this.#stakes.capOf(pair.sink);
    return pair.stored < cap ? pair.stored : cap;
  }

  /** Σ of the stored values. */
  totalStored(id: Hex): bigint {
    let total = 0n;
    for (const pair of this.task(id).pairs.values()) total += pair.stored;
    return total;
  }

  /** Σ of the effective capacities. */
  totalEffective(id: Hex): bigint {
    let total = 0n;
    for (const capacity of this.effective(id).values()) total += capacity;
    return total;
  }

  /** Token wei that each sink of the task type must have at stake. */
  requiredStake(id: Hex): bigint {
    const { minStake } = this.task(id);
    return minStake > this.#stakes.minimum ? minStake : this.#stakes.minimum;
  }

  obligationsOf(sink: Address): Obligations {
    const owed = { stake: 0n, capacity: 0n };
    for (const task of this.taskTypes.values()) {
      const pair = task.pairs.get(sink);
      if (pair === undefined || !pair.isRegistered) continue;
      const required = this.requiredStake(task.id);
      if (required > owed.stake) owed.stake = required;
      if (pair.stored > owed.capacity) owed.capacity = pair.stored;
    }
    return owed;
  }

  registerTaskType(id: Hex, creator: Address, minStake: bigint): void {
    if (this.taskTypes.has(id)) throw new Error(`task type ${id} exists`);
    this.taskTypes.set(id, { id, creator, minStake, pairs: new Map() });
    this.#history.emit("CapacityRegistry", "TaskTypeRegistered", { taskTypeId: id, creator, minStake });
  }

  registerSink(id: Hex, sink: Address, initialCapacity: bigint): void {
    const { pairs } = this.task(id);
    const pair = pairs.get(sink) ?? new Pair(id, sink);
    const early = pair.leftAt !== null && this.#history.now.block < pair.leftAt + this.timeout;
    if (pair.isRegistered || early) throw new Error(`${sink} may not register for ${id} now`);
    if (this.#stakes.of(sink) < this.requiredStake(id))
      throw new Error(`${sink} has too little stake for ${id}`);
    pairs.set(sink, pair);
    pair.isRegistered = true;
    pair.stored = this.#next(0n, this.#capped(sink, initialCapacity));
    this.#history.emit("CapacityRegistry", "SinkRegistered", { taskTypeId: id, sink, initialCapacity });
  }

  deregisterSink(id: Hex, sink: Address): void {
    if (!this.isRegistered(id, sink)) throw new Error(`${sink} does not serve ${id}`);
    this.pair(id, sink).leave(this.#history.now.block);
    this.#history.emit("CapacityRegistry", "SinkDeregistered", { taskTypeId: id, sink });
  }

  commit(id: Hex, sink: Address, commitHash: Hex): void {
    if (!this.canCommit(id, sink)) throw new Error(`${sink} may not commit for ${id} now`);
    this.pair(id, sink).commits.push({
      ...this.#history.now,
      hash: commitHash,
      revealBlock: null,
      clearedBlock: null,
    });
    this.#history.emit("CapacityRegistry", "CapacityCommitted", { taskTypeId: id, sink, commitHash });
  }

  reveal(id: Hex, sink: Address, raw: bigint, nonce: Hex): void {
    const pair = this.pair(id, sink);
    const commit = this.#revealable(pair);
    if (commitmentHash(id, sink, raw, nonce) !== commit.hash)
      throw new Error(`${sink} reveals another capacity`);
    const smoothedBefore = pair.stored;
    const capped = this.#capped(sink, raw);
    const smoothed = this.#next(smoothedBefore, capped);
    const { block, timestamp } = this.#history.now;
    commit.revealBlock = block;
    pair.stored = smoothed;
    const cap = this.#stakes.capOf(sink);
    pair.reveals.push({
      block,
      timestamp,
      raw,
      cap,
      capped,
      smoothedBefore,
      smoothed,
      commitBlock: commit.block,
    });
    this.#history.emit("CapacityRegistry", "CapacityRevealed", { taskTypeId: id, sink, raw, smoothed });
  }

  /** Stores the clamp of one sink; does nothing where there is nothing to clamp. */
  clamp(id: Hex, sink: Address): void {
    const pair = this.pair(id, sink);
    const smoothed = this.effectiveOf(pair);
    if (smoothed === pair.stored) return;
    pair.stored = smoothed;
    this.#history.emit("CapacityRegistry", "CapacityClamped", { taskTypeId: id, sink, smoothed });
  }

  #revealable(pair: Pair): Commitment {
    const { block } = this.#history.now;
    const { pending } = pair;
    if (pending === null || block <= pending.block || block > pending.block + this.timeout) {
      throw new Error(`${pair.sink} has nothing to reveal for ${pair.taskType} in block ${block}`);
    }
    return pending;
  }

  #capped(sink: Address, capacity: bigint): bigint {
    const cap = this.#stakes.capOf(sink);
    return capacity < cap ? capacity : cap;
  }

  #next(old: bigint, sample: bigint): bigint {
    return ewma(old, sample, this.#parameters.of("CapacityRegistry", "EWMA_ALPHA_BPS"));
  }
}
