import type { Decimal } from "../decimal.ts";
import { byInterval, intervalsOf, type Window } from "../series.ts";
import { meanOf } from "./moments.ts";
import { heldMoments, joinAll, type Run } from "./run.ts";

/** A level that is known at every moment over one interval: a stake, a buffer's content. In the level's own unit. */
export type LevelBucket = {
  readonly interval: Window;
  /** How often it was set. */
  readonly changes: number;
  /** What held when the interval began, its first second's changes left aside. */
  readonly open: bigint;
  /** What held at its end. */
  readonly close: bigint;
  /** Smallest and largest value that held for a second or was set. */
  readonly min: bigint;
  readonly max: bigint;
  readonly timeWeightedMean: Decimal | null;
  /** Whether it was not set in the interval, so that the row repeats what held. */
  readonly filled: boolean;
};

/**
 * One row for each interval of the window, without holes.
 * @param before what held when the window began
 * @param runs the changes in chain order
 * @param span the window, and the interval in seconds; no run may reach over the end of one
 */
export function levelBuckets(
  before: bigint,
  runs: readonly Run[],
  { window, interval }: { readonly window: Window; readonly interval: bigint },
): LevelBucket[] {
  const groups = byInterval(runs, (run) => run.firstAt, window, interval);
  let open = before;
  return intervalsOf(window, interval).map((slot, index) => {
    const row = rowOf(open, joinAll(groups[index] ?? []), slot);
    open = row.close;
    return row;
  });
}

function rowOf(open: bigint, run: Run | null, interval: Window): LevelBucket {
  const held = run === null || run.firstAt > interval.from ? open : run.first;
  const [min, max] = run === null ? [open, open] : [run.min, run.max];
  return {
    interval,
    changes: Number(run?.counted.weight ?? 0n),
    open,
    close: run?.last ?? open,
    min: held < min ? held : min,
    max: held > max ? held : max,
    timeWeightedMean: meanOf(heldMoments(open, run, interval)),
    filled: run === null,
  };
}
