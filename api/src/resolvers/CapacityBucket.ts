import type { Window } from "@manometer/analytics/series";

type Row = { readonly interval: Window };

/** The ends of a row, in seconds; its scalar writes them as moments. */
export const CapacityBucket = {
  start: (row: Row) => row.interval.from,
  end: (row: Row) => row.interval.to,
};
