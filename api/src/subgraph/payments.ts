import type { Flow } from "@manometer/analytics/metrics/throughput";
import { DRAINS, type DrainFact, type DrainStats } from "./drains.ts";
import type { FactKind } from "./FactKind.ts";
import type { History } from "./History.ts";

type ToSink = { readonly sink: { readonly id: string } };

/** A payment of a task type's buffer, and an hour or a day of its payments to one sink. */
export type PaymentFact = DrainFact & ToSink;
export type PaymentStats = DrainStats & ToSink;

/** What the buffer of a TaskType has paid. */
export const PAYMENTS: FactKind = {
  ...DRAINS,
  parents: "taskTypes",
  fields: "amount sink { id }",
  buckets: { stats: "drainStats", fields: "count firstAt amountSum sink { id }" },
};

/** What the buffer of a task type has paid one sink: the drains of a SinkCapacity. */
export const PAIR_DRAINS: FactKind = { ...DRAINS, parents: "sinkCapacities" };

/** A flow to one of several sinks. */
export type Payment = Flow & { readonly sink: string };

/** What a task type's buffer paid to whom, in the window that was read. */
export type PaymentsRead = Pick<History<never, never>, "resolution" | "window"> & {
  readonly payments: readonly Payment[];
};

/** What was paid in a window: its facts, hours or days. */
export function paymentsOf(history: History<PaymentFact, PaymentStats>): PaymentsRead {
  const { resolution, window, head, buckets, tail } = history;
  const single = ({ at, amount, sink }: PaymentFact): Payment => ({
    at: BigInt(at),
    amount: BigInt(amount),
    sink: sink.id,
  });
  const hours = buckets.map((stats) => ({
    at: BigInt(stats.firstAt),
    amount: BigInt(stats.amountSum),
    sink: stats.sink.id,
  }));
  return { resolution, window, payments: [...head.map(single), ...hours, ...tail.map(single)] };
}
