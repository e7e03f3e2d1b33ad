import type { Address, Hex } from "viem";
import type { Moment } from "../acts.ts";

/** A commitment, with the block of its reveal, or of its sink's departure, once there is one. */
export type Commitment = Moment & { hash: Hex; revealBlock: number | null; clearedBlock: number | null };

/** A reveal with everything that went into it; capacities in units of capacity. */
export type RevealRecord = Moment & {
  raw: bigint;
  cap: bigint;
  capped: bigint;
  smoothedBefore: bigint;
  smoothed: bigint;
  commitBlock: number;
};

/** One sink in one task type. */
export class Pair {
  readonly taskType: Hex;
  readonly sink: Address;
  readonly commits: Commitment[] = [];
  readonly reveals: RevealRecord[] = [];
  isRegistered = false;
  stored = 0n;
  leftAt: number | null = null;

  constructor(taskType: Hex, sink: Address) {
    this.taskType = taskType;
    this.sink = sink;
  }

  /** The last commitment, if it was neither revealed nor cleared; it may have expired. */
  get pending(): Commitment | null {
    const last = this.commits.at(-1);
    return last === undefined || last.revealBlock !== null || last.clearedBlock !== null ? null : last;
  }

  /** Commitments without a reveal whose time was over at a block: `block > commitBlock + timeout`. */
  expired(block: number, timeout: number): Commitment[] {
    return this.commits.filter((commit) => commit.revealBlock === null && block > commit.block + timeout);
  }

  /** Ends the service: the stored capacity and the commitment are gone. */
  leave(block: number): void {
    if (this.pending !== null) this.pending.clearedBlock = block;
    this.isRegistered = false;
    this.stored = 0n;
    this.leftAt = block;
  }
}
