import { byInterval, type Window } from "../series.ts";
import { type LevelBucket, levelBuckets } from "./levelBuckets.ts";
import type { Run } from "./run.ts";

/** One change of a stake, or an hour's or a day's: the stake after it, and what moved (token wei). */
export type StakeMoves = {
  readonly run: Run;
  readonly staked: bigint;
  readonly unstaked: bigint;
  readonly slashed: bigint;
};

/** A stake over one interval (token wei). */
export type StakeBucket = LevelBucket & Omit<StakeMoves, "run">;

/**
 * A stake over time, one row for each interval: close = open + staked − unstaked − slashed.
 * @param before the stake when the window began
 * @param moves in chain order
 * @param span the window, and the interval in seconds
 */
export function stakeBuckets(
  before: bigint,
  moves: readonly StakeMoves[],
  span: { readonly window: Window; readonly interval: bigint },
): StakeBucket[] {
  const groups = byInterval(moves, ({ run }) => run.firstAt, span.window, span.interval);
  const runs = moves.map(({ run }) => run);
  return levelBuckets(before, runs, span).map((row, index) => {
    const group = groups[index] ?? [];
    const sum = (of: "staked" | "unstaked" | "slashed") =>
      group.reduce((total, move) => total + move[of], 0n);
    return { ...row, staked: sum("staked"), unstaked: sum("unstaked"), slashed: sum("slashed") };
  });
}
