import { GraphQLError } from "graphql";
import { describe, expect, test } from "vitest";
import { intervalOf, isoOf, type WindowInput, windowOf } from "./window.ts";

const end = 1_795_348_800n; // 2026-11-22T12:00:00Z
const week = { from: end - 604_800n, to: end };

describe("windowOf", () => {
  test.each<[string, WindowInput | null | undefined]>([
    ["nothing", undefined],
    ["null", null],
    ["an empty window", {}],
    ["a week", { last: "P7D" }],
    ["a week in other words", { last: "P1W" }],
    ["the same moments", { from: "2026-11-15T12:00:00Z", to: "2026-11-22T12:00:00Z" }],
    ["a beginning, in another zone", { from: "2026-11-15T13:00:00+01:00" }],
    ["an end", { to: "2026-11-22T12:00:00Z" }],
  ])("%s is the last week", (_, input) => {
    expect(windowOf(input, end)).toEqual(week);
  });

  test("a duration counts days of 24 hours, hours, minutes and seconds", () => {
    expect(windowOf({ last: "P1DT2H3M4S" }, end)).toEqual({ from: end - 93_784n, to: end });
  });

  test("an end after the block is cut to it", () => {
    expect(windowOf({ from: "2026-11-22", to: "2030-01-01" }, end)).toEqual({ from: end - 43_200n, to: end });
  });

  test("a date alone is its midnight in UTC, and a fraction of a second begins with the next", () => {
    expect(windowOf({ from: "2026-11-21", to: "2026-11-22" }, end).to).toBe(end - 43_200n);
    expect(windowOf({ from: "2026-11-22T11:59:58.001Z" }, end).from).toBe(end - 1n);
  });

  test("a window longer than time itself begins in 1970", () => {
    expect(windowOf({ last: "P99999D" }, end)).toEqual({ from: 0n, to: end });
  });

  test.each<[WindowInput, RegExp]>([
    [{ last: "P7D", from: "2026-01-01" }, /either `last` or/],
    [{ last: "P7D", to: "2026-01-01" }, /either `last` or/],
    [{ last: "P1M" }, /no fixed length: use days/],
    [{ last: "P1Y" }, /no fixed length: use days/],
    [{ last: "7 days" }, /"7 days".*such as P7D/],
    [{ last: "P0D" }, /at least one/],
    [{ last: "-P7D" }, /at least one/],
    [{ last: "PT0.5S" }, /whole number of seconds/],
    [{ from: "yesterday" }, /"yesterday".*such as 2026/],
    [{ from: "1969-12-31" }, /since 1970/],
    [{ from: "2026-11-22", to: "2026-11-22" }, /`from` must be before `to`/],
  ])("%j is a bad window", (input, message) => {
    expect(codeAndMessage(() => windowOf(input, end))).toEqual([
      "BAD_WINDOW",
      expect.stringMatching(message),
    ]);
  });

  test("a window after the block is not indexed yet", () => {
    const [code, message] = codeAndMessage(() => windowOf({ from: "2026-11-22T12:00:00Z" }, end));
    expect(code).toBe("NOT_INDEXED_YET");
    expect(message).toContain("the index ends at 2026-11-22T11:59:59Z");
  });
});

describe("intervalOf", () => {
  test("a minute is the shortest, and 2,000 rows are the most", () => {
    expect(intervalOf("PT1M", { from: 0n, to: 120_000n })).toBe(60n);
    expect(intervalOf("PT7M30S", week)).toBe(450n);
  });

  test.each([
    ["PT59S", "BAD_INTERVAL", /at least PT1M/],
    ["P1M", "BAD_INTERVAL", /no fixed length/],
    ["hourly", "BAD_INTERVAL", /such as/],
    ["PT5M", "TOO_MANY_BUCKETS", /holds 2016 intervals, 2000 are allowed/],
  ])("%s over a week is refused with %s", (text, code, message) => {
    expect(codeAndMessage(() => intervalOf(text, week))).toEqual([code, expect.stringMatching(message)]);
  });
});

test("moments are written in UTC and whole seconds", () => {
  expect(isoOf(end)).toBe("2026-11-22T12:00:00Z");
  expect(isoOf(0n)).toBe("1970-01-01T00:00:00Z");
});

function codeAndMessage(run: () => unknown): [unknown, string] {
  try {
    run();
  } catch (error) {
    if (error instanceof GraphQLError) return [error.extensions.code, error.message];
    throw error;
  }
  throw new Error("nothing was thrown");
}
