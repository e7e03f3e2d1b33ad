import type { Window } from "../series.ts";
import { type Moments, NONE } from "./moments.ts";
import { heldMoments, joinAll, type Run } from "./run.ts";

/** What is known of a value over a window. */
export type Observed = {
  /** Moments of the samples, each counted once. */
  readonly counted: Moments;
  /** Moments of the value over time, weighted by seconds. */
  readonly held: Moments;
  /** Every sample in chain order; null where only the moments are known. */
  readonly values: readonly bigint[] | null;
};

/** What was read of a value: what held before (null if nothing), its runs in chain order, and each value or null. */
export type Read = {
  readonly before: bigint | null;
  readonly runs: readonly Run[];
  readonly values: readonly bigint[] | null;
};

/** Sums up what was read of a value over a window. */
export function observed({ before, runs, values }: Read, window: Window): Observed {
  const run = joinAll(runs);
  return { counted: run?.counted ?? NONE, held: heldMoments(before, run, window), values };
}
