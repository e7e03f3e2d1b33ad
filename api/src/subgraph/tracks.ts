import { type Track, trackOf } from "@manometer/analytics/metrics/tracking";
import type { Fact, FactKind } from "./FactKind.ts";
import type { History } from "./History.ts";

/** A reveal, by how it moved the EWMA (units of capacity; alphaBps: basis points). */
export type TrackFact = Fact & {
  readonly capped: string;
  readonly smoothed: string;
  readonly alphaBps: string;
};

const statFields = [
  "count",
  "trackingErrorSquareSum",
  "smoothedSum",
  "smoothedSquareSum",
  "cappedSum",
  "cappedSquareSum",
] as const;

/** An hour or a day of how reveals moved the EWMA; see CapacityStats. */
export type TrackStats = { readonly [field in (typeof statFields)[number]]: string };

/** How the reveals of a SinkCapacity moved its EWMA. */
export const TRACKS: FactKind = {
  parents: "sinkCapacities",
  facts: "reveals",
  order: "sequence",
  at: "timestamp",
  fields: "capped smoothed alphaBps",
  hasBefore: true,
  noun: "reveals",
  buckets: { stats: "capacityStats", fields: statFields.join(" ") },
};

/** How a window's reveals moved the EWMA, in parts, and the weight of a new value at the newest of them. */
export type TracksRead = Pick<History<never, never>, "resolution"> & {
  readonly tracks: readonly Track[];
  /** EWMA_ALPHA_BPS at the newest reveal before the window's end; null where there is none. */
  readonly alphaBps: bigint | null;
};

/** The part of each reveal, hour or day of a history. */
export function tracksOf(history: History<TrackFact, TrackStats>): TracksRead {
  const { resolution, head, buckets, tail, newest } = history;
  const single = (fact: TrackFact) => trackOf(BigInt(fact.smoothed), BigInt(fact.capped));
  const hours = buckets.map((stats) => ({
    squaredError: BigInt(stats.trackingErrorSquareSum),
    smoothed: moments(stats.count, stats.smoothedSum, stats.smoothedSquareSum),
    capped: moments(stats.count, stats.cappedSum, stats.cappedSquareSum),
  }));
  return {
    resolution,
    tracks: [...head.map(single), ...hours, ...tail.map(single)],
    alphaBps: newest === null ? null : BigInt(newest.alphaBps),
  };
}

function moments(count: string, sum: string, squares: string) {
  return { weight: BigInt(count), sum: BigInt(sum), squares: BigInt(squares) };
}
