/** What the API calls a Window. */
export type Span = { last: string } | { from: string; to: string };

/** The window and the interval that a page shows, as its URL says them. */
export type View = { readonly span: Span; readonly interval: string };

export const SPANS = [
  { last: "PT1H", label: "1 h", seconds: 3600, interval: "PT1M" },
  { last: "PT6H", label: "6 h", seconds: 21_600, interval: "PT5M" },
  { last: "P1D", label: "24 h", seconds: 86_400, interval: "PT15M" },
  { last: "P7D", label: "7 d", seconds: 604_800, interval: "PT1H" },
  { last: "P30D", label: "30 d", seconds: 2_592_000, interval: "PT6H" },
] as const;

export const INTERVALS = [
  { interval: "PT1M", label: "1 minute", seconds: 60 },
  { interval: "PT5M", label: "5 minutes", seconds: 300 },
  { interval: "PT15M", label: "15 minutes", seconds: 900 },
  { interval: "PT1H", label: "1 hour", seconds: 3600 },
  { interval: "PT6H", label: "6 hours", seconds: 21_600 },
  { interval: "P1D", label: "1 day", seconds: 86_400 },
  { interval: "P7D", label: "1 week", seconds: 604_800 },
] as const;

const DEFAULT = SPANS[2];
/** The API gives at most 2,000 rows of a series. */
const MOST_BUCKETS = 2000;

/** Reads `last`, or `from` and `to`, and `interval` from a URL's search; what is not readable gives way to a default. */
export function viewOf(search: URLSearchParams): View {
  const span = spanOf(search);
  const interval = search.get("interval");
  const fits = intervalsFor(span).some((choice) => choice.interval === interval);
  return { span, interval: fits && interval !== null ? interval : intervalFor(span) };
}

/** The same view as a URL's search; other parameters of the search stay. */
export function searchOf(view: View, search = new URLSearchParams()): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const name of ["last", "from", "to", "interval"]) next.delete(name);
  for (const [name, value] of Object.entries(view.span)) next.set(name, value);
  next.set("interval", view.interval);
  return next;
}

/** How long a window is (seconds). */
export function secondsOf(span: Span): number {
  if ("from" in span) return (Date.parse(span.to) - Date.parse(span.from)) / 1000;
  return (SPANS.find(({ last }) => last === span.last) ?? DEFAULT).seconds;
}

/** The intervals that give a window at least two rows and no more than the API gives. */
export function intervalsFor(span: Span): readonly (typeof INTERVALS)[number][] {
  const seconds = secondsOf(span);
  const fitting = INTERVALS.filter((choice) => seconds / choice.seconds <= MOST_BUCKETS);
  const several = fitting.filter((choice) => seconds / choice.seconds >= 2);
  if (several.length > 0) return several;
  return fitting.length > 0 ? fitting.slice(0, 1) : INTERVALS.slice(-1);
}

/** An interval that gives a window some 60 to 170 rows. */
export function intervalFor(span: Span): string {
  const known = "last" in span ? SPANS.find(({ last }) => last === span.last) : undefined;
  if (known !== undefined) return known.interval;
  const choices = intervalsFor(span);
  return (
    (choices.find((choice) => secondsOf(span) / choice.seconds <= 200) ?? choices.at(-1))?.interval ?? "P1D"
  );
}

function spanOf(search: URLSearchParams): Span {
  const from = Date.parse(search.get("from") ?? "");
  const to = Date.parse(search.get("to") ?? "");
  if (from < to) return { from: isoOf(from), to: isoOf(to) };
  const asked = SPANS.find(({ last }) => last === search.get("last"));
  return { last: (asked ?? DEFAULT).last };
}

function isoOf(moment: number): string {
  return `${new Date(moment).toISOString().slice(0, 19)}Z`;
}
