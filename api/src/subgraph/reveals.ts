import { bucketRun } from "@manometer/analytics/metrics/bucketRun";
import type { Read } from "@manometer/analytics/metrics/observed";
import { type Run, runOf } from "@manometer/analytics/metrics/run";
import type { Fact, FactKind, Stats } from "./FactKind.ts";
import type { History } from "./History.ts";

/** Which of a reveal's figures counts as the capacity. */
export type CapacityBasis = "RAW" | "CAPPED" | "SMOOTHED";

/** A reveal, by one of its figures (units of capacity). */
export type RevealFact = Fact & { readonly value: string };

const figures = ["Sum", "SquareSum", "Min", "Max", "First", "Last", "TimeSum", "SquareTimeSum"] as const;

/** An hour or a day of reveals, by one of their figures; see CapacityStats. */
export type RevealStats = Stats & {
  readonly [field in
    | `value${(typeof figures)[number]}`
    | "firstAt"
    | "lastAt"
    | "elapsedSum"
    | "firstElapsed"
    | "firstHeld"]: string;
};

const kindOf = (field: "raw" | "capped" | "smoothed", held: string): FactKind => ({
  parents: "sinkCapacities",
  facts: "reveals",
  order: "sequence",
  at: "timestamp",
  fields: `value: ${field}`,
  hasBefore: true,
  noun: "reveals",
  buckets: {
    stats: "capacityStats",
    fields: `count firstAt lastAt elapsedSum firstElapsed firstHeld: ${held} ${figures
      .map((figure) => `value${figure}: ${field}${figure}`)
      .join(" ")}`,
  },
});

/** The reveals of a SinkCapacity, by the figure of each basis. */
export const REVEALS: { readonly [basis in CapacityBasis]: FactKind } = {
  RAW: kindOf("raw", "firstRawHeld"),
  CAPPED: kindOf("capped", "firstCappedHeld"),
  SMOOTHED: kindOf("smoothed", "firstSmoothedHeld"),
};

/** What was read of a pair's reveals, in the window that was read. */
export type RevealsRead = Read & Pick<History<never, never>, "resolution" | "window">;

/** A history of reveals; without the single values where hours or days were read. */
export function revealsOf(history: History<RevealFact, RevealStats>): RevealsRead {
  const { before, resolution, window, head, buckets, tail } = history;
  return {
    resolution,
    window,
    before: before === null ? null : BigInt(before.value),
    runs: [...head.map(factRun), ...buckets.map(statsRun), ...tail.map(factRun)],
    values: resolution === "RAW" ? head.map((fact) => BigInt(fact.value)) : null,
  };
}

function factRun(fact: RevealFact): Run {
  return runOf({ at: BigInt(fact.at), value: BigInt(fact.value) });
}

function statsRun(stats: RevealStats): Run {
  return bucketRun({
    count: BigInt(stats.count),
    firstAt: BigInt(stats.firstAt),
    lastAt: BigInt(stats.lastAt),
    sum: BigInt(stats.valueSum),
    squareSum: BigInt(stats.valueSquareSum),
    min: BigInt(stats.valueMin),
    max: BigInt(stats.valueMax),
    first: BigInt(stats.valueFirst),
    last: BigInt(stats.valueLast),
    elapsedSum: BigInt(stats.elapsedSum),
    timeSum: BigInt(stats.valueTimeSum),
    squareTimeSum: BigInt(stats.valueSquareTimeSum),
    firstElapsed: BigInt(stats.firstElapsed),
    firstHeld: BigInt(stats.firstHeld),
  });
}
