import { bucketRun } from "@manometer/analytics/metrics/bucketRun";
import type { Read } from "@manometer/analytics/metrics/observed";
import { type Run, runOf } from "@manometer/analytics/metrics/run";
import type { CapacityStats, RevealFact } from "./FactKind.ts";
import type { History } from "./History.ts";

/** Which of a reveal's figures counts as the capacity. */
export type CapacityBasis = "RAW" | "CAPPED" | "SMOOTHED";

/** What was read of a pair's reveals, in the window that was read. */
export type RevealsRead = Read & Pick<History<RevealFact, CapacityStats>, "resolution" | "window">;

const names = {
  RAW: { field: "raw", held: "firstRawHeld" },
  CAPPED: { field: "capped", held: "firstCappedHeld" },
  SMOOTHED: { field: "smoothed", held: "firstSmoothedHeld" },
} as const;

/** A history of reveals in the figures of one basis; without the single values where hours or days were read. */
export function revealsOf(history: History<RevealFact, CapacityStats>, basis: CapacityBasis): RevealsRead {
  const { field } = names[basis];
  const facts = (all: readonly RevealFact[]): Run[] =>
    all.map((fact) => runOf({ at: BigInt(fact.at), value: BigInt(fact[field]) }));
  const { before, resolution, window, head, buckets, tail } = history;
  return {
    resolution,
    window,
    before: before === null ? null : BigInt(before[field]),
    runs: [...facts(head), ...buckets.map((stats) => statsRun(stats, basis)), ...facts(tail)],
    values: resolution === "RAW" ? head.map((fact) => BigInt(fact[field])) : null,
  };
}

function statsRun(stats: CapacityStats, basis: CapacityBasis): Run {
  const { field, held } = names[basis];
  return bucketRun({
    count: BigInt(stats.count),
    firstAt: BigInt(stats.firstAt),
    lastAt: BigInt(stats.lastAt),
    sum: BigInt(stats[`${field}Sum`]),
    squareSum: BigInt(stats[`${field}SquareSum`]),
    min: BigInt(stats[`${field}Min`]),
    max: BigInt(stats[`${field}Max`]),
    first: BigInt(stats[`${field}First`]),
    last: BigInt(stats[`${field}Last`]),
    elapsedSum: BigInt(stats.elapsedSum),
    timeSum: BigInt(stats[`${field}TimeSum`]),
    squareTimeSum: BigInt(stats[`${field}SquareTimeSum`]),
    firstElapsed: BigInt(stats.firstElapsed),
    firstHeld: BigInt(stats[held]),
  });
}
