import type { Decimal } from "../decimal.ts";
import { byInterval, intervalsOf, type Window } from "../series.ts";
import { meanOf, sampleStdDev } from "./moments.ts";
import { heldMoments, joinAll, type Run } from "./run.ts";

/** A capacity over one interval: the reveals in it, or (`filled`) the value that went on holding. */
export type CapacityBucket = {
  readonly interval: Window;
  readonly reveals: number;
  readonly open: bigint | null;
  readonly close: bigint | null;
  readonly min: bigint | null;
  readonly max: bigint | null;
  readonly mean: Decimal | null;
  readonly timeWeightedMean: Decimal | null;
  readonly stdDev: Decimal | null;
  readonly filled: boolean;
  readonly nullReason: string | null;
};

/** What is known of a value: what held when the window began (null if nothing), and its runs in chain order. */
export type Steps = { readonly before: bigint | null; readonly runs: readonly Run[] };

/**
 * One row for each interval of the window, without holes.
 * open, close, min, max, mean, stdDev are of the interval's reveals; `timeWeightedMean` is of the value that held.
 * A row without reveals is `filled` with the value that held, null where none was known yet.
 * @param interval seconds; no run may reach over the end of one
 */
export function capacityBuckets(steps: Steps, window: Window, interval: bigint): CapacityBucket[] {
  const groups = byInterval(steps.runs, (run) => run.firstAt, window, interval);
  let before = steps.before;
  return intervalsOf(window, interval).map((slot, index) => {
    const run = joinAll(groups[index] ?? []);
    const bucket = bucketOf(before, run, slot);
    before = run?.last ?? before;
    return bucket;
  });
}

function bucketOf(before: bigint | null, run: Run | null, interval: Window): CapacityBucket {
  const held = meanOf(heldMoments(before, run, interval));
  const reveals = Number(run?.counted.weight ?? 0n);
  const few = reveals < 2 ? `stdDev: needs two reveals, found ${reveals}` : null;
  return {
    interval,
    reveals,
    open: run?.first ?? before,
    close: run?.last ?? before,
    min: run?.min ?? before,
    max: run?.max ?? before,
    mean: run === null ? held : meanOf(run.counted),
    timeWeightedMean: held,
    stdDev: run && sampleStdDev(run.counted),
    filled: run === null,
    nullReason: held === null ? "no capacity was revealed yet" : few,
  };
}
