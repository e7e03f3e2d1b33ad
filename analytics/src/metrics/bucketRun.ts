import type { Run } from "./run.ts";

/**
 * An hour or a day of a value, as graph-node rolls it up.
 * Each sample brings the value that held until it and for how long, so the sums over time reach back before the
 * bucket by `firstElapsed` seconds of `firstHeld`.
 */
export type Bucket = {
  readonly count: bigint;
  readonly firstAt: bigint;
  readonly lastAt: bigint;
  readonly sum: bigint;
  readonly squareSum: bigint;
  readonly min: bigint;
  readonly max: bigint;
  readonly first: bigint;
  readonly last: bigint;
  /** ΣΔt (seconds). */
  readonly elapsedSum: bigint;
  /** Σ held·Δt. */
  readonly timeSum: bigint;
  /** Σ held²·Δt. */
  readonly squareTimeSum: bigint;
  readonly firstElapsed: bigint;
  readonly firstHeld: bigint;
};

/** The run of a bucket's samples: what held before its first sample is taken off again. */
export function bucketRun(bucket: Bucket): Run {
  const { count, firstElapsed, firstHeld } = bucket;
  return {
    counted: { weight: count, sum: bucket.sum, squares: bucket.squareSum },
    held: {
      weight: bucket.elapsedSum - firstElapsed,
      sum: bucket.timeSum - firstElapsed * firstHeld,
      squares: bucket.squareTimeSum - firstElapsed * firstHeld * firstHeld,
    },
    firstAt: bucket.firstAt,
    lastAt: bucket.lastAt,
    first: bucket.first,
    last: bucket.last,
    min: bucket.min,
    max: bucket.max,
  };
}
