import { type Decimal, Exact } from "../decimal.ts";

/** Orders integers from small to large; for `Array.sort`. */
export function ascending(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The p-quantile by linear interpolation between order statistics, h = (n−1)·p (type 7 of Hyndman & Fan 1996).
 * @param values in any order
 * @param p from "0" to "1", as a decimal string
 * @returns in the unit of the values; null where there is none
 * @example quantile([1n, 2n, 3n, 4n], "0.5") // 2.5
 */
export function quantile(values: readonly bigint[], p: string): Decimal | null {
  const sorted = [...values].sort(ascending);
  const h = new Exact(p).times(sorted.length - 1);
  const below = sorted[h.floor().toNumber()];
  const above = sorted[h.ceil().toNumber()];
  if (below === undefined || above === undefined) return null;
  return new Exact(above - below).times(h.minus(h.floor())).plus(new Exact(below));
}
