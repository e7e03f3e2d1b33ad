import type { Window } from "@manometer/analytics/series";

type Row = { readonly interval: Window };

/** The ends of a row or of an answer's window, in seconds; its scalar writes them as moments. */
export const intervalEnds = {
  start: (row: Row) => row.interval.from,
  end: (row: Row) => row.interval.to,
};
