import type { CountRead } from "./subgraph/counts.ts";

const FIGURES =
  "mean, stdDev, coefficientOfVariation, realized, ewma, mad, timeWeightedStdDev, skippedPairs: too many reveals to read one by one, and hours do not keep the task type's whole capacity";

/** A volatility of which nothing but the number of reveals is known. */
export function onlyCounted({ count, resolution }: CountRead) {
  return {
    n: count,
    mean: null,
    stdDev: null,
    coefficientOfVariation: null,
    realized: null,
    ewma: null,
    mad: null,
    timeWeightedStdDev: null,
    skippedPairs: null,
    resolution,
    nullReason: FIGURES,
  };
}
