import type { Slice } from "./drainLatency.ts";

/** Where a deposit stands in a buffer's queue. */
export type QueuePlace = {
  /** What of it still waits (token wei). */
  readonly waiting: bigint;
  /** What waits before it (token wei). */
  readonly ahead: bigint;
  readonly ageSeconds: bigint;
  readonly ageBlocks: bigint;
};

/**
 * A deposit's place in the queue.
 * @param head the first offset that waits: Σ drains (token wei)
 * @param now the moment of the answer: seconds since 1970, and the block
 * @example queuePlace({ from: 0n, to: 10n, at: 5n, block: 1n }, 4n, { at: 9n, block: 3n }) // waiting 6, ahead 0, ageSeconds 4
 */
export function queuePlace(
  deposit: Slice,
  head: bigint,
  now: { readonly at: bigint; readonly block: bigint },
): QueuePlace {
  const from = deposit.from > head ? deposit.from : head;
  return {
    waiting: deposit.to > from ? deposit.to - from : 0n,
    ahead: from - head,
    ageSeconds: now.at - deposit.at,
    ageBlocks: now.block - deposit.block,
  };
}
