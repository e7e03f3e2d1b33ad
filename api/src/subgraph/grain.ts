import type { Window } from "@manometer/analytics/series";

/** How a long window is read: single facts up to `bucketsFrom`, buckets up to `bucketsTo`, then facts to its end. */
export type Grain = {
  readonly resolution: "HOUR" | "DAY";
  readonly window: Window;
  readonly bucketsFrom: bigint;
  readonly bucketsTo: bigint;
};

const HOUR = 3600n;
const DAY = 86_400n;
const MOST_HOURS = 5000n;

/**
 * The grain of a long window: hours, or days where the hours would be more than 5,000.
 * Rows of a series (`interval`) must not cut a bucket: its start moves down to where a bucket begins.
 * @param last time of the newest fact before the window's end: only buckets before its own are rolled up for sure
 * @returns null where only facts can give the answer
 */
export function grainOf(
  { window, interval }: { readonly window: Window; readonly interval: bigint | null },
  last: bigint,
): Grain | null {
  const isLong = window.to - window.from > MOST_HOURS * HOUR;
  const unit = isLong && (interval ?? DAY) % DAY === 0n ? DAY : HOUR;
  if (interval !== null && interval % unit !== 0n) return null;
  const from = interval === null ? window.from : down(window.from, unit);
  const bucketsFrom = down(from + unit - 1n, unit);
  const bucketsTo = down(last < window.to ? last : window.to, unit);
  if (bucketsTo <= bucketsFrom) return null;
  return {
    resolution: unit === DAY ? "DAY" : "HOUR",
    window: { from, to: window.to },
    bucketsFrom,
    bucketsTo,
  };
}

function down(at: bigint, unit: bigint): bigint {
  return at - (at % unit);
}
