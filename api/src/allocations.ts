import { type AllocationBucket, allocationBuckets } from "@manometer/analytics/metrics/allocationBuckets";
import { allocationEnds } from "@manometer/analytics/metrics/allocationEnds";
import type { MemberSteps } from "./subgraph/Allocations.ts";
import type { Histories } from "./subgraph/Histories.ts";
import type { Question } from "./subgraph/History.ts";
import { unlessTooLong } from "./tooLong.ts";

/** Who got which part of a pool's streams: from each change of units, or by hours where these are too many. */
export async function allocationsOf(
  histories: Histories,
  pool: string,
  question: Question & { readonly interval: bigint },
) {
  const { window, interval } = question;
  const whole = await unlessTooLong(histories.allocations(pool, question));
  if (whole !== null) {
    const rows = allocationBuckets(unitsOf(whole), window, interval);
    return named(rows, whole).map((row) => ({ ...row, resolution: "RAW" }));
  }
  const read = await histories.hourlyAllocations(pool, question);
  const rows = allocationEnds(allocationBuckets(unitsOf(read.members), read.window, interval));
  return named(rows, read.members).map((row) => ({ ...row, resolution: read.resolution }));
}

function unitsOf(members: readonly MemberSteps[]) {
  return members.map(({ units }) => units);
}

function named(rows: readonly AllocationBucket[], members: readonly MemberSteps[]) {
  return rows.map((row) => ({
    ...row,
    shares: row.shares.map((share, index) => ({ sinkId: members[index]?.sink, ...share })),
  }));
}
