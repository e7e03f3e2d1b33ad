import { intervalCount, type Window } from "@manometer/analytics/series";
import { LRUCache } from "lru-cache";
import { DateTime, Duration } from "luxon";
import { apiError, type ErrorCode } from "./errors.ts";

/** The input type `Window` as a client wrote it. */
export type WindowInput = {
  readonly last?: string | null;
  readonly from?: string | null;
  readonly to?: string | null;
};

const WEEK = 7n * 86_400n;
const MOST_BUCKETS = 2000n;
const written = new LRUCache<bigint, string>({ max: 5000 });

/**
 * The seconds that a window covers.
 * @param end the second after the block that is answered for: a window ends there at the latest
 * @throws BAD_WINDOW; NOT_INDEXED_YET where the window begins at or after `end`
 */
export function windowOf(input: WindowInput | null | undefined, end: bigint): Window {
  const { last, from, to } = input ?? {};
  if (last != null && (from != null || to != null)) {
    throw apiError("BAD_WINDOW", "A window has either `last` or `from` and `to`: leave one of them out.");
  }
  const wanted = to == null ? end : momentOf("to", to);
  const length = last == null ? WEEK : secondsOf("BAD_WINDOW", "last", last);
  const start = from == null ? (wanted > length ? wanted - length : 0n) : momentOf("from", from);
  if (start >= wanted && to != null) {
    throw apiError(
      "BAD_WINDOW",
      `The window begins at ${from} and ends at ${to}: \`from\` must be before \`to\`.`,
    );
  }
  if (start >= end) {
    const head = isoOf(end - 1n);
    throw apiError(
      "NOT_INDEXED_YET",
      `The window begins at ${isoOf(start)}, the index ends at ${head}: begin earlier.`,
    );
  }
  return { from: start, to: wanted < end ? wanted : end };
}

/**
 * The seconds of a series' interval.
 * @throws BAD_INTERVAL where it is no duration or shorter than a minute; TOO_MANY_BUCKETS beyond 2,000 rows
 */
export function intervalOf(text: string, window: Window): bigint {
  const interval = secondsOf("BAD_INTERVAL", "interval", text);
  if (interval < 60n) {
    throw apiError("BAD_INTERVAL", `\`interval\` is ${text}: it must be at least PT1M.`);
  }
  const count = intervalCount(window, interval);
  if (count > MOST_BUCKETS) {
    const advice = "take a longer interval or a shorter window";
    throw apiError(
      "TOO_MANY_BUCKETS",
      `The window holds ${count} intervals, ${MOST_BUCKETS} are allowed: ${advice}.`,
    );
  }
  return interval;
}

/** A moment in seconds since 1970 as ISO 8601 in UTC. The rows of many series have the same ends: each is written once. */
export function isoOf(seconds: bigint): string {
  const known = written.get(seconds);
  if (known !== undefined) return known;
  const text = new Date(Number(seconds) * 1000).toISOString().replace(".000Z", "Z");
  written.set(seconds, text);
  return text;
}

function secondsOf(code: ErrorCode, name: string, text: string): bigint {
  const duration = Duration.fromISO(text);
  const expected = "it must be an ISO 8601 duration such as P7D or PT6H";
  if (!duration.isValid) throw apiError(code, `\`${name}\` is ${JSON.stringify(text)}: ${expected}.`);
  if (duration.years !== 0 || duration.quarters !== 0 || duration.months !== 0) {
    const advice = "years and months have no fixed length: use days";
    throw apiError(code, `\`${name}\` is ${JSON.stringify(text)}: ${advice}.`);
  }
  const seconds = duration.as("seconds");
  if (!Number.isSafeInteger(seconds) || seconds < 1) {
    throw apiError(
      code,
      `\`${name}\` is ${JSON.stringify(text)}: it must be a whole number of seconds, at least one.`,
    );
  }
  return BigInt(seconds);
}

function momentOf(name: string, text: string): bigint {
  const moment = DateTime.fromISO(text, { zone: "utc" });
  if (!moment.isValid || moment.toMillis() < 0) {
    const expected = "it must be an ISO 8601 moment since 1970 such as 2026-11-22T12:00:00Z";
    throw apiError("BAD_WINDOW", `\`${name}\` is ${JSON.stringify(text)}: ${expected}.`);
  }
  return BigInt(Math.ceil(moment.toMillis() / 1000));
}
