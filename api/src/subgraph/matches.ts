import type { Matched } from "@manometer/analytics/metrics/countedReliability";
import type { Fact, FactKind, Stats } from "./FactKind.ts";
import type { History, Resolution } from "./History.ts";

/** A Reveal, by how long its commitment had waited (blocks); null where it answers none. */
export type MatchFact = Fact & { readonly latencyBlocks: string | null };

/** An hour or a day of the same; see CapacityStats. */
export type MatchStats = Stats & { readonly matchedCount: string; readonly latencyBlocksSum: string };

/** The reveals of a SinkCapacity, as answers to its commitments. */
export const MATCHES: FactKind = {
  parents: "sinkCapacities",
  facts: "reveals",
  order: "sequence",
  at: "timestamp",
  fields: "latencyBlocks",
  hasBefore: false,
  noun: "reveals",
  buckets: { stats: "capacityStats", fields: "count matchedCount latencyBlocksSum" },
};

/** The window's reveals of commitments, and how finely they were read. */
export type MatchesRead = { readonly matched: Matched; readonly resolution: Resolution };

/** The reveals of commitments in a history; each latency where it was read one by one. */
export function matchesOf({ head, buckets, tail, resolution }: History<MatchFact, MatchStats>): MatchesRead {
  const latencies = [...head, ...tail].flatMap(({ latencyBlocks }) =>
    latencyBlocks === null ? [] : [BigInt(latencyBlocks)],
  );
  const single = latencies.reduce((sum, latency) => sum + latency, 0n);
  const count = buckets.reduce((sum, { matchedCount }) => sum + Number(matchedCount), latencies.length);
  const latencySum = buckets.reduce((sum, stats) => sum + BigInt(stats.latencyBlocksSum), single);
  return { matched: { count, latencySum, latencies: resolution === "RAW" ? latencies : null }, resolution };
}
