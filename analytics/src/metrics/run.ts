import type { Sample, Window } from "../series.ts";
import { add, type Moments, merge, NONE } from "./moments.ts";

/**
 * A run of one or more samples of a value that holds until the next, summed up.
 * Runs join without a loss, so facts, hours and days can be mixed and give the same figures.
 * Moments are in seconds since 1970.
 */
export type Run = {
  /** Moments of the samples, each counted once. */
  readonly counted: Moments;
  /** Moments of the value between the first and the last sample, weighted by seconds. */
  readonly held: Moments;
  readonly firstAt: bigint;
  readonly lastAt: bigint;
  readonly first: bigint;
  readonly last: bigint;
  readonly min: bigint;
  readonly max: bigint;
};

/** The run of a single sample. */
export function runOf({ at, value }: Sample): Run {
  const counted = add(NONE, value);
  return { counted, held: NONE, firstAt: at, lastAt: at, first: value, last: value, min: value, max: value };
}

/** Two runs as one, the second after the first in chain order. */
export function join(early: Run, late: Run): Run {
  return {
    counted: merge([early.counted, late.counted]),
    held: merge([add(early.held, early.last, late.firstAt - early.lastAt), late.held]),
    firstAt: early.firstAt,
    lastAt: late.lastAt,
    first: early.first,
    last: late.last,
    min: early.min < late.min ? early.min : late.min,
    max: early.max > late.max ? early.max : late.max,
  };
}

/** All runs as one, in chain order; null where there is none. */
export function joinAll(runs: readonly Run[]): Run | null {
  return runs.reduce<Run | null>((all, run) => (all === null ? run : join(all, run)), null);
}

/**
 * The moments of the value over a whole window, weighted by seconds: ΣΔt, ΣΔt·x, ΣΔt·x².
 * @param before what held when the window began; where it is null, time begins at the first sample
 * @param run the samples inside the window; null where there is none
 */
export function heldMoments(before: bigint | null, run: Run | null, { from, to }: Window): Moments {
  if (run === null) return before === null ? NONE : add(NONE, before, to - from);
  const known = before === null ? NONE : add(NONE, before, run.firstAt - from);
  return add(merge([known, run.held]), run.last, to - run.lastAt);
}
