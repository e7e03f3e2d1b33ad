import type { Window } from "@manometer/analytics/series";
import type { Block } from "./Blocks.ts";

/** Which history is wanted: a window at a block; `interval` (seconds) where it will be cut into rows, else null. */
export type Question = { readonly block: Block; readonly window: Window; readonly interval: bigint | null };

/** How finely history was read. */
export type Resolution = "RAW" | "HOUR" | "DAY";

/** What happened to one parent in a window: facts, then buckets, then facts, all in chain order. */
export type History<F, B> = {
  readonly resolution: Resolution;
  /** The window that was read; its start may have been moved down to where a bucket begins. */
  readonly window: Window;
  /** The newest fact before the window. */
  readonly before: F | null;
  readonly head: readonly F[];
  readonly buckets: readonly B[];
  readonly tail: readonly F[];
  /** The newest fact before the window's end; null too where what held before the window is not read. */
  readonly newest: F | null;
};
