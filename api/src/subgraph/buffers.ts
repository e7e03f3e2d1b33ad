import { bucketRun } from "@manometer/analytics/metrics/bucketRun";
import { type BufferMoves, type BufferRead, fullness } from "@manometer/analytics/metrics/bufferBuckets";
import { runOf } from "@manometer/analytics/metrics/run";
import type { Fact, FactKind } from "./FactKind.ts";
import type { History } from "./History.ts";

const figures = ["level", "max", "deposited", "drained"] as const;

/** A change of a buffer (token wei). */
export type BufferFact = Fact & { readonly [figure in (typeof figures)[number]]: string };

const statFields = [
  "count",
  "firstAt",
  "lastAt",
  "depositedSum",
  "drainedSum",
  "levelMin",
  "levelMax",
  "levelFirst",
  "levelLast",
  "maxLast",
  "elapsedSum",
  "levelTimeSum",
  "levelSquareTimeSum",
  "fullElapsedSum",
  "firstElapsed",
  "firstLevelHeld",
  "firstFullElapsed",
] as const;

/** An hour or a day of a buffer; see BufferStats. */
export type BufferStats = { readonly [field in (typeof statFields)[number]]: string };

/** The changes of a Buffer. */
export const BUFFERS: FactKind = {
  parents: "buffers",
  facts: "bufferPoints",
  reference: "buffer",
  order: "id",
  at: "at",
  fields: figures.join(" "),
  hasBefore: true,
  noun: "changes of a buffer",
  buckets: { stats: "stats", fields: statFields.join(" ") },
};

/** What was read of a buffer, in the window that was read. */
export type BuffersRead = BufferRead & Pick<History<never, never>, "resolution" | "window">;

/** A history of a buffer: its changes, hours or days in chain order. */
export function buffersOf(history: History<BufferFact, BufferStats>): BuffersRead {
  const { resolution, window, before, head, buckets, tail } = history;
  return {
    resolution,
    window,
    before: { level: BigInt(before?.level ?? 0), limit: BigInt(before?.max ?? 0) },
    moves: [...head.map(moveOf), ...buckets.map(movesOf), ...tail.map(moveOf)],
  };
}

function moveOf(fact: BufferFact): BufferMoves {
  const at = BigInt(fact.at);
  const [level, limit] = [BigInt(fact.level), BigInt(fact.max)];
  return {
    level: runOf({ at, value: level }),
    full: runOf({ at, value: fullness(level, limit) }),
    limit,
    deposited: BigInt(fact.deposited),
    drained: BigInt(fact.drained),
  };
}

// Of the values after the changes only their sums are not rolled up, and no figure of a buffer needs them.
function movesOf(stats: BufferStats): BufferMoves {
  const common = {
    count: BigInt(stats.count),
    firstAt: BigInt(stats.firstAt),
    lastAt: BigInt(stats.lastAt),
    sum: 0n,
    squareSum: 0n,
    elapsedSum: BigInt(stats.elapsedSum),
    firstElapsed: BigInt(stats.firstElapsed),
  };
  const [last, limit] = [BigInt(stats.levelLast), BigInt(stats.maxLast)];
  const level = {
    min: BigInt(stats.levelMin),
    max: BigInt(stats.levelMax),
    first: BigInt(stats.levelFirst),
    last,
    timeSum: BigInt(stats.levelTimeSum),
    squareTimeSum: BigInt(stats.levelSquareTimeSum),
    firstHeld: BigInt(stats.firstLevelHeld),
  };
  const isFull = fullness(last, limit);
  const seconds = BigInt(stats.fullElapsedSum);
  const firstHeld = BigInt(stats.firstFullElapsed) > 0n ? 1n : 0n;
  const full = {
    min: 0n,
    max: 1n,
    first: isFull,
    last: isFull,
    timeSum: seconds,
    squareTimeSum: seconds,
    firstHeld,
  };
  return {
    level: bucketRun({ ...common, ...level }),
    full: bucketRun({ ...common, ...full }),
    limit,
    deposited: BigInt(stats.depositedSum),
    drained: BigInt(stats.drainedSum),
  };
}
