import type { AllocationBucket } from "./allocationBuckets.ts";

const NO_MEANS =
  "timeWeightedShare: units changed too often to read each change, and hours do not say when they did";

/**
 * Rows of which only the intervals' ends are known, as where the changes inside an hour are not read: units and shares
 * stay, the shares' means over time do not.
 */
export function allocationEnds(rows: readonly AllocationBucket[]): AllocationBucket[] {
  return rows.map((row) => ({
    ...row,
    shares: row.shares.map((share) => ({ ...share, timeWeightedShare: null })),
    nullReason: [
      ...(row.nullReason?.split("; ") ?? []).filter((reason) => !reason.startsWith("timeWeightedShare")),
      NO_MEANS,
    ].join("; "),
  }));
}
