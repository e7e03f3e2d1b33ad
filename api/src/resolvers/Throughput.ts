import type { Window } from "@manometer/analytics/series";

type Row = { readonly interval: Window };

/** The ends of the window, in seconds; its scalar writes them as moments. */
export const Throughput = {
  start: (row: Row) => row.interval.from,
  end: (row: Row) => row.interval.to,
};
