import { bucketRun } from "@manometer/analytics/metrics/bucketRun";
import { runOf } from "@manometer/analytics/metrics/run";
import type { StakeMoves } from "@manometer/analytics/metrics/stakeBuckets";
import type { Fact, FactKind } from "./FactKind.ts";
import type { History } from "./History.ts";

/** A change of a sink's stake: token wei. */
export type StakeFact = Fact & {
  readonly stake: string;
  readonly staked: string;
  readonly unstaked: string;
  readonly slashed: string;
};

const statFields = [
  "count",
  "firstAt",
  "lastAt",
  "stakedSum",
  "unstakedSum",
  "slashedSum",
  "stakeMin",
  "stakeMax",
  "stakeFirst",
  "stakeLast",
  "elapsedSum",
  "stakeTimeSum",
  "stakeSquareTimeSum",
  "firstElapsed",
  "firstStakeHeld",
] as const;

/** An hour or a day of a sink's stake; see StakeStats. */
export type StakeStats = { readonly [field in (typeof statFields)[number]]: string };

/** The changes of a Sink's stake. */
export const STAKES: FactKind = {
  parents: "sinks",
  facts: "stakePoints",
  reference: "sink",
  order: "id",
  at: "at",
  fields: "stake staked unstaked slashed",
  hasBefore: true,
  noun: "changes of a stake",
  buckets: { stats: "stakeStats", fields: statFields.join(" ") },
};

/** What was read of a sink's stake, in the window that was read. */
export type StakesRead = Pick<History<never, never>, "resolution" | "window"> & {
  /** The stake when the window began: 0 before the first (token wei). */
  readonly before: bigint;
  readonly moves: readonly StakeMoves[];
};

/** A history of a stake: its changes, hours or days in chain order. */
export function stakesOf({
  resolution,
  window,
  before,
  head,
  buckets,
  tail,
}: History<StakeFact, StakeStats>): StakesRead {
  const moves = [...head.map(moveOf), ...buckets.map(movesOf), ...tail.map(moveOf)];
  return { resolution, window, before: BigInt(before?.stake ?? 0), moves };
}

function moveOf(fact: StakeFact): StakeMoves {
  return {
    run: runOf({ at: BigInt(fact.at), value: BigInt(fact.stake) }),
    staked: BigInt(fact.staked),
    unstaked: BigInt(fact.unstaked),
    slashed: BigInt(fact.slashed),
  };
}

function movesOf(stats: StakeStats): StakeMoves {
  return {
    // Of the values after the changes only their sum is not rolled up, and no figure of a stake needs it.
    run: bucketRun({
      count: BigInt(stats.count),
      firstAt: BigInt(stats.firstAt),
      lastAt: BigInt(stats.lastAt),
      sum: 0n,
      squareSum: 0n,
      min: BigInt(stats.stakeMin),
      max: BigInt(stats.stakeMax),
      first: BigInt(stats.stakeFirst),
      last: BigInt(stats.stakeLast),
      elapsedSum: BigInt(stats.elapsedSum),
      timeSum: BigInt(stats.stakeTimeSum),
      squareTimeSum: BigInt(stats.stakeSquareTimeSum),
      firstElapsed: BigInt(stats.firstElapsed),
      firstHeld: BigInt(stats.firstStakeHeld),
    }),
    staked: BigInt(stats.stakedSum),
    unstaked: BigInt(stats.unstakedSum),
    slashed: BigInt(stats.slashedSum),
  };
}
