import type { Decimal } from "../decimal.ts";
import { byInterval, intervalsOf, type Steps, type Window } from "../series.ts";
import { meanOf, momentsOf, sampleStdDev } from "./moments.ts";
import { heldMoments } from "./timeWeighted.ts";

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

/**
 * One row for each interval of the window, without holes.
 * open, close, min, max, mean, stdDev are of the interval's reveals; `timeWeightedMean` is of the value that held.
 * A row without reveals is `filled` with the value that held, null where none was known yet.
 * @param interval seconds
 */
export function capacityBuckets(steps: Steps, window: Window, interval: bigint): CapacityBucket[] {
  const groups = byInterval(steps.samples, window, interval);
  let before = steps.before;
  return intervalsOf(window, interval).map((slot, index) => {
    const bucket = bucketOf({ before, samples: groups[index] ?? [] }, slot);
    before = bucket.close;
    return bucket;
  });
}

function bucketOf(steps: Steps, interval: Window): CapacityBucket {
  const seen = steps.samples.map((sample) => sample.value);
  const values = seen.length > 0 || steps.before === null ? seen : [steps.before];
  const moments = momentsOf(values);
  return {
    interval,
    reveals: seen.length,
    open: values[0] ?? null,
    close: values.at(-1) ?? null,
    min: values.reduce<bigint | null>((least, x) => (least === null || x < least ? x : least), null),
    max: values.reduce<bigint | null>((most, x) => (most === null || x > most ? x : most), null),
    mean: meanOf(moments),
    timeWeightedMean: meanOf(heldMoments(steps, interval)),
    stdDev: sampleStdDev(moments),
    filled: seen.length === 0,
    nullReason: whyNull(values.length, seen.length),
  };
}

function whyNull(known: number, seen: number): string | null {
  if (known === 0) return "no capacity was revealed yet";
  return seen < 2 ? `stdDev: needs two reveals, found ${seen}` : null;
}
