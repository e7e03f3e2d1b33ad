import type { FactKind, Stats } from "./FactKind.ts";
import type { History, Resolution } from "./History.ts";

/** The reveals of a TaskType, no more of them than how many. */
export const REVEAL_COUNTS: FactKind = {
  parents: "taskTypes",
  facts: "reveals",
  order: "sequence",
  at: "timestamp",
  fields: "",
  hasBefore: false,
  noun: "reveals",
  buckets: { stats: "capacityStats", fields: "count" },
};

/** How many facts a window holds, and how finely they were counted. */
export type CountRead = { readonly count: number; readonly resolution: Resolution };

/** Counts the facts, hours and days of a history. */
export function countOf({ head, buckets, tail, resolution }: History<unknown, Stats>): CountRead {
  const count = buckets.reduce((sum, stats) => sum + Number(stats.count), head.length + tail.length);
  return { count, resolution };
}
