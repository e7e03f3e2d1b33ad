import { type Decimal, ratio } from "../decimal.ts";

/** What one sink was paid and what it could have served (token wei). */
export type Served = { readonly received: bigint; readonly capacity: bigint };

/** How much of what was paid went to capacity that was there. */
export type Efficiency = {
  readonly received: bigint;
  readonly useful: bigint | null;
  readonly ratio: Decimal | null;
  readonly nullReason: string | null;
};

/**
 * η = Σ min(F_k, C_k) / ΣF_k over sinks, from 0 to 1: payment beyond a sink's capacity is of no use.
 * @param unknown why capacities cannot be told in wei; null where they can
 */
export function efficiency(sinks: readonly Served[], unknown: string | null): Efficiency {
  const received = sinks.reduce((sum, sink) => sum + sink.received, 0n);
  if (unknown !== null)
    return { received, useful: null, ratio: null, nullReason: `useful, ratio: ${unknown}` };
  const useful = sinks.reduce(
    (sum, sink) => sum + (sink.received < sink.capacity ? sink.received : sink.capacity),
    0n,
  );
  const nullReason = received === 0n ? "ratio: nothing was paid" : null;
  return { received, useful, ratio: ratio(useful, received), nullReason };
}
