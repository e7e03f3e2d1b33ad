import { type Track, trackOf } from "@manometer/analytics/metrics/tracking";
import type { CapacityStats, RevealFact } from "./FactKind.ts";
import type { History } from "./History.ts";

/** How a window's reveals moved the EWMA, in parts, and the weight of a new value at the newest of them. */
export type TracksRead = Pick<History<never, never>, "resolution"> & {
  readonly tracks: readonly Track[];
  /** EWMA_ALPHA_BPS at the newest reveal before the window's end; null where there is none. */
  readonly alphaBps: bigint | null;
};

/** The part of each reveal, hour or day of a history. */
export function tracksOf(history: History<RevealFact, CapacityStats>): TracksRead {
  const { resolution, before, head, buckets, tail } = history;
  const single = (fact: RevealFact) => trackOf(BigInt(fact.smoothed), BigInt(fact.capped));
  const hours = buckets.map((stats) => ({
    squaredError: BigInt(stats.trackingErrorSquareSum),
    smoothed: moments(stats.count, stats.smoothedSum, stats.smoothedSquareSum),
    capped: moments(stats.count, stats.cappedSum, stats.cappedSquareSum),
  }));
  const newest = tail.at(-1) ?? head.at(-1) ?? before;
  return {
    resolution,
    tracks: [...head.map(single), ...hours, ...tail.map(single)],
    alphaBps: newest === null ? null : BigInt(newest.alphaBps),
  };
}

function moments(count: string, sum: string, squares: string) {
  return { weight: BigInt(count), sum: BigInt(sum), squares: BigInt(squares) };
}
