import { ratio } from "../decimal.ts";
import type { Window } from "../series.ts";
import type { DrainLatency, Slice } from "./drainLatency.ts";

/** A queue at an edge of a window, in offsets (token wei): what waits is [head, tail). */
export type QueueEdge = {
  readonly head: bigint;
  readonly tail: bigint;
  /** The deposits that wait, whole; null where they are too many to read. */
  readonly deposits: readonly Slice[] | null;
};

/** What a window's drains are measured by, without reading each. */
export type QueueArea = {
  /** ∫ level dt over the window (wei · seconds); null where too much happened to read it. */
  readonly levelTime: bigint | null;
  readonly start: QueueEdge;
  readonly end: QueueEdge;
};

const SAMPLES = "p50, p95, meanBlocks, p50Blocks, p95Blocks";
const NO_SAMPLES = "too many drains or deposits to read one by one, and hours keep no single wait";
const TOO_LONG = `mean, ${SAMPLES}: too many deposits waited at an edge of the window, or too much happened within an hour`;
const NOTHING = `mean, ${SAMPLES}: nothing was drained`;

/**
 * What `drainLatency` says, of areas: Σ waits of what was drained = ∫ level dt + Σ ages of what waits at the start − Σ ages
 * of what waits at the end, which is Little's law with nothing left out, so the mean is exact. Quantiles need each wait,
 * and blocks the level of each block.
 */
export function countedLatency({ levelTime, start, end }: QueueArea, window: Window): DrainLatency {
  const drained = end.head - start.head;
  const [before, after] = [agesOf(start, window.from), agesOf(end, window.to)];
  const isKnown = levelTime !== null && before !== null && after !== null;
  const waits = isKnown ? levelTime + before - after : null;
  return {
    drained,
    mean: waits === null ? null : ratio(waits, drained),
    p50: null,
    p95: null,
    meanBlocks: null,
    p50Blocks: null,
    p95Blocks: null,
    nullReason: drained === 0n ? NOTHING : isKnown ? `${SAMPLES}: ${NO_SAMPLES}` : TOO_LONG,
  };
}

function agesOf({ head, tail, deposits }: QueueEdge, now: bigint): bigint | null {
  if (deposits === null) return null;
  return deposits.reduce((sum, { from, to, at }) => {
    const waiting = (to < tail ? to : tail) - (from > head ? from : head);
    return waiting > 0n ? sum + waiting * (now - at) : sum;
  }, 0n);
}
