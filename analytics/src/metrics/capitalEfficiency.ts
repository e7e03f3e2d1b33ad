import { type Decimal, ratio } from "../decimal.ts";
import type { Window } from "../series.ts";
import { type StakeMoves, stakeBuckets } from "./stakeBuckets.ts";

const DAY = 86_400n;

/** What a stake earns. */
export type CapitalEfficiency = {
  /** Token wei. */
  readonly drained: bigint;
  /** Token wei. */
  readonly meanStake: Decimal | null;
  /** Per day. */
  readonly perDay: Decimal | null;
  readonly nullReason: string | null;
};

/**
 * Throughput / time-weighted mean stake / days of the window: what each staked token is paid per day.
 * @param drained what the sink was paid in the window (token wei)
 * @param stake what was read of its stake: what held when the window began, and what moved it since
 */
export function capitalEfficiency(
  drained: bigint,
  stake: { readonly before: bigint; readonly moves: readonly StakeMoves[] },
  window: Window,
): CapitalEfficiency {
  const seconds = window.to - window.from;
  const [row] = stakeBuckets(stake.before, stake.moves, { window, interval: seconds });
  const meanStake = row?.timeWeightedMean ?? null;
  if (meanStake === null || meanStake.isZero()) {
    return { drained, meanStake, perDay: null, nullReason: "perDay: there was no stake in the window" };
  }
  const perSecond = ratio(drained * DAY, seconds);
  return { drained, meanStake, perDay: perSecond?.div(meanStake) ?? null, nullReason: null };
}
