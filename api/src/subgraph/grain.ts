import type { Window } from "@manometer/analytics/series";

/** A stretch of time that is read by whole hours or whole days. */
export type Span = Window & { readonly interval: "hour" | "day" };

/** How a long window is read: single facts up to the first whole hour, hours and days, then facts to its end. */
export type Grain = {
  readonly resolution: "HOUR" | "DAY";
  readonly window: Window;
  readonly head: Window;
  /** In order, without gaps. */
  readonly spans: readonly Span[];
  readonly tail: Window;
};

const HOUR = 3600n;
const DAY = 86_400n;

/**
 * The grain of a long window: its whole hours, those of whole days as days where no row of a series cuts a day.
 * Rows of a series (`interval`) must not cut a bucket: its start moves down to where one begins. Rows of days in a
 * window of more than `mostHours` begin with a day; the grain of so long a window is called DAY where rows allow it.
 * @param now the last second that the block knows: only hours that ended by then are rolled up
 * @returns null where only facts can give the answer
 */
export function grainOf(
  { window, interval }: { readonly window: Window; readonly interval: bigint | null },
  now: bigint,
  mostHours: bigint,
): Grain | null {
  const unit = unitOf(window, interval, mostHours);
  if (interval !== null && interval % unit !== 0n) return null;
  const start = interval === null ? window.from : down(window.from, unit);
  const from = up(start, HOUR);
  const to = down(now < window.to ? now : window.to, HOUR);
  if (to <= from) return null;
  return {
    resolution: unit === DAY ? "DAY" : "HOUR",
    window: { from: start, to: window.to },
    head: { from: start, to: from },
    spans: interval === null || unit === DAY ? mixed(from, to) : [{ interval: "hour", from, to }],
    tail: { from: to, to: window.to },
  };
}

/** The earliest second at which a window may begin when it is read by hours or days: a series by days begins with one. */
export function earliest(window: Window, interval: bigint | null): bigint {
  const unit = interval === null || interval % HOUR !== 0n ? 1n : interval % DAY === 0n ? DAY : HOUR;
  return down(window.from, unit);
}

function unitOf({ from, to }: Window, interval: bigint | null, mostHours: bigint): bigint {
  return to - from > mostHours * HOUR && (interval ?? DAY) % DAY === 0n ? DAY : HOUR;
}

function mixed(from: bigint, to: bigint): Span[] {
  const [first, last] = [up(from, DAY), down(to, DAY)];
  if (last <= first) return [{ interval: "hour", from, to }];
  const spans: Span[] = [
    { interval: "hour", from, to: first },
    { interval: "day", from: first, to: last },
    { interval: "hour", from: last, to },
  ];
  return spans.filter((span) => span.from < span.to);
}

function down(at: bigint, unit: bigint): bigint {
  return at - (at % unit);
}

function up(at: bigint, unit: bigint): bigint {
  return down(at + unit - 1n, unit);
}
