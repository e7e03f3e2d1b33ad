import type { LogReturns } from "./logReturns.ts";
import type { Observed } from "./observed.ts";

/**
 * Which figures of a volatility are null, and why; null where none is.
 * @param returns null where only the moments are known
 */
export function whyNull({ counted, held }: Observed, returns: LogReturns | null): string | null {
  const reasons: string[] = [];
  const { weight: n, sum } = counted;
  if (n === 0n) reasons.push("mean: no reveal in the window");
  if (n < 2n)
    reasons.push(`stdDev, coefficientOfVariation, mad, realized, ewma: need two reveals, found ${n}`);
  else if (sum === 0n) reasons.push("coefficientOfVariation: the mean is 0");
  if (returns === null)
    reasons.push("mad, realized, ewma, skippedPairs: too many reveals to read one by one");
  else if (n >= 2n && returns.pairs.length === 0) {
    reasons.push("realized, ewma: no two reveals in a row are above 0");
  }
  if (held.weight === 0n) reasons.push("timeWeightedStdDev: no value is known in the window");
  return reasons.length === 0 ? null : reasons.join("; ");
}
