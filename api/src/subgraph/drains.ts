import type { Flow } from "@manometer/analytics/metrics/throughput";
import type { DrainFact, DrainStats } from "./FactKind.ts";
import type { History } from "./History.ts";

/** What flowed to a sink, in the window that was read. */
export type DrainsRead = Pick<History<DrainFact, DrainStats>, "resolution" | "window"> & {
  readonly flows: readonly Flow[];
};

/** What flowed in a window: its facts, hours or days in chain order. */
export function drainsOf({
  resolution,
  window,
  head,
  buckets,
  tail,
}: History<DrainFact, DrainStats>): DrainsRead {
  const flow = (fact: DrainFact): Flow => ({ at: BigInt(fact.at), amount: BigInt(fact.amount) });
  const hours = buckets.map((stats) => ({ at: BigInt(stats.firstAt), amount: BigInt(stats.amountSum) }));
  return { resolution, window, flows: [...head.map(flow), ...hours, ...tail.map(flow)] };
}
