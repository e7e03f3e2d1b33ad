import { type Decimal, Exact } from "../decimal.ts";
import { quantile } from "./quantile.ts";

/**
 * The median absolute deviation, 1.4826 · median|x − median|: a spread that outliers do not move.
 * The factor makes it estimate the standard deviation of a normal distribution (Hoaglin, Mosteller, Tukey 1983).
 * @returns in the unit of the values; null where n < 2
 * @example mad([1n, 2n, 4n]) // 1.4826
 */
export function mad(values: readonly bigint[]): Decimal | null {
  if (values.length < 2) return null;
  const median = quantile(values, "0.5");
  if (median === null) return null;
  const twice = BigInt(median.times(2).toFixed(0));
  const deviations = values.map((value) => (2n * value > twice ? 2n * value - twice : twice - 2n * value));
  return quantile(deviations, "0.5")?.div(2).times(new Exact("1.4826")) ?? null;
}
