import type { Flow } from "@manometer/analytics/metrics/throughput";
import type { Fact, FactKind, Stats } from "./FactKind.ts";
import type { History } from "./History.ts";

/** A Drain: token wei. */
export type DrainFact = Fact & { readonly amount: string };

/** An hour or a day of Drains. */
export type DrainStats = Stats & { readonly firstAt: string; readonly amountSum: string };

/** What buffers have paid a Sink. */
export const DRAINS: FactKind = {
  parents: "sinks",
  facts: "drains",
  order: "sequence",
  at: "timestamp",
  fields: "amount",
  hasBefore: false,
  noun: "payments",
  buckets: { stats: "drainStats", fields: "count firstAt amountSum" },
};

/** What flowed to a sink, in the window that was read. */
export type DrainsRead = Pick<History<DrainFact, DrainStats>, "resolution" | "window"> & {
  readonly flows: readonly Flow[];
};

/** What flowed in a window: its facts, hours or days in chain order. */
export function drainsOf(history: History<DrainFact, DrainStats>): DrainsRead {
  const { resolution, window, head, buckets, tail } = history;
  const flow = (fact: DrainFact): Flow => ({ at: BigInt(fact.at), amount: BigInt(fact.amount) });
  const hours = buckets.map((stats) => ({ at: BigInt(stats.firstAt), amount: BigInt(stats.amountSum) }));
  return { resolution, window, flows: [...head.map(flow), ...hours, ...tail.map(flow)] };
}
