import { type Decimal, ratio } from "../decimal.ts";

/** One sink's effective capacity (units of capacity) and its units in the pool. */
export type Holding = { readonly capacity: bigint; readonly units: bigint };

/**
 * ½ Σ|C_k/ΣC − units_k/U|, from 0 (the pool pays in proportion to the capacities) to 1: it also sees moves that cancel
 * in the total, and departed sinks that are still paid.
 * @returns null where ΣC or U is 0
 */
export function shareDrift(holdings: readonly Holding[]): Decimal | null {
  const capacity = holdings.reduce((sum, holding) => sum + holding.capacity, 0n);
  const units = holdings.reduce((sum, holding) => sum + holding.units, 0n);
  const gaps = holdings.map((holding) => holding.capacity * units - holding.units * capacity);
  const sum = gaps.reduce((total, gap) => total + (gap < 0n ? -gap : gap), 0n);
  return ratio(sum, 2n * capacity * units);
}
