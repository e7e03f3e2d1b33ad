import { type Decimal, ratio } from "../decimal.ts";
import type { Window } from "../series.ts";
import { type BufferRead, bufferBuckets } from "./bufferBuckets.ts";
import { heldMoments, joinAll } from "./run.ts";

/** How long a buffer was full; `ratio` from 0 to 1. */
export type TimeInFull = {
  readonly seconds: bigint;
  readonly ratio: Decimal | null;
  readonly nullReason: string | null;
};

/** How often a buffer's content changed hands. */
export type Turnover = {
  /** Token wei. */
  readonly drained: bigint;
  /** Token wei. */
  readonly meanLevel: Decimal | null;
  readonly ratio: Decimal | null;
  readonly nullReason: string | null;
};

/** Seconds with level ≥ maximum > 0, and their part of the window; undefined where the buffer is unlimited and never was full. */
export function timeInFull(read: BufferRead, window: Window): TimeInFull {
  const row = whole(read, window);
  const seconds = row?.secondsInFull ?? 0n;
  if (seconds === 0n && (row?.limit ?? 0n) === 0n) {
    return { seconds, ratio: null, nullReason: "ratio: the buffer is unlimited" };
  }
  return { seconds, ratio: ratio(seconds, window.to - window.from), nullReason: null };
}

/** Σ drained / time-weighted mean level, per window. */
export function turnover(read: BufferRead, window: Window): Turnover {
  const row = whole(read, window);
  const drained = row?.drained ?? 0n;
  const meanLevel = row?.timeWeightedMean ?? null;
  if (meanLevel === null || meanLevel.isZero()) {
    return { drained, meanLevel, ratio: null, nullReason: "ratio: the buffer was empty all the time" };
  }
  return { drained, meanLevel, ratio: ratio(drained, 1n)?.div(meanLevel) ?? null, nullReason: null };
}

/** ∫ level dt over the window (wei · seconds). */
export function levelTime({ before, moves }: BufferRead, window: Window): bigint {
  return heldMoments(before.level, joinAll(moves.map(({ level }) => level)), window).sum;
}

function whole(read: BufferRead, window: Window) {
  return bufferBuckets(read, { window, interval: window.to - window.from })[0];
}
