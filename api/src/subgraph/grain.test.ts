import { expect, test } from "vitest";
import { earliest, grainOf } from "./grain.ts";

const hour = 3600n;
const day = 86_400n;
const year = { from: 1000n * day + 5n, to: 1365n * day + 5n };
const week = { from: 1000n * day + 5n, to: 1007n * day + 5n };

test("a week is read by its whole days, the hours around them, and facts at its edges", () => {
  expect(grainOf({ window: week, interval: null }, week.to - 1n, 5000n)).toEqual({
    resolution: "HOUR",
    window: week,
    head: { from: week.from, to: 1000n * day + hour },
    spans: [
      { interval: "hour", from: 1000n * day + hour, to: 1001n * day },
      { interval: "day", from: 1001n * day, to: 1007n * day },
    ],
    tail: { from: 1007n * day, to: week.to },
  });
});

test("a window without a whole day has hours alone", () => {
  const window = { from: 1000n * day + 5n, to: 1000n * day + 9n * hour };
  expect(grainOf({ window, interval: null }, window.to, 5000n)?.spans).toEqual([
    { interval: "hour", from: 1000n * day + hour, to: 1000n * day + 9n * hour },
  ]);
});

test("a year has more than 5,000 hours: its grain is called days", () => {
  const grain = grainOf({ window: year, interval: null }, year.to - 1n, 5000n);
  expect(grain?.resolution).toBe("DAY");
  expect(grain?.spans.map(({ interval, from, to }) => [interval, (to - from) / hour])).toEqual([
    ["hour", 23n],
    ["day", 364n * 24n],
  ]);
});

test("buckets end before the hour of the block, which is not rolled up yet", () => {
  const now = week.from + 30n * hour;
  const grain = grainOf({ window: week, interval: null }, now, 5000n);
  expect(grain?.tail).toEqual({ from: now - (now % hour), to: week.to });
});

test("rows of whole hours move the start down to the hour, and are never cut by a day", () => {
  const question = { window: week, interval: 6n * hour };
  expect(grainOf(question, week.to - 1n, 5000n)).toMatchObject({
    resolution: "HOUR",
    window: { from: 1000n * day, to: week.to },
    spans: [{ interval: "hour", from: 1000n * day, to: 1007n * day }],
  });
  expect(earliest(week, 6n * hour)).toBe(1000n * day);
});

test("rows of a day may be read by days, rows of six hours may not", () => {
  expect(grainOf({ window: year, interval: day }, year.to - 1n, 5000n)).toMatchObject({
    resolution: "DAY",
    window: { from: 1000n * day, to: year.to },
    spans: [{ interval: "day" }],
  });
  const rows = grainOf({ window: year, interval: 6n * hour }, year.to - 1n, 5000n);
  expect(rows).toMatchObject({ resolution: "HOUR", spans: [{ interval: "hour" }] });
});

test("rows that hours do not divide need facts, and so does what is shorter than an hour", () => {
  const odd = { window: week, interval: 90n * 60n };
  expect(grainOf(odd, week.to - 1n, 5000n)).toBeNull();
  expect(earliest(week, 90n * 60n)).toBe(week.from);
  expect(grainOf({ window: { from: 10n, to: 20n }, interval: null }, 19n, 5000n)).toBeNull();
  expect(grainOf({ window: week, interval: null }, 0n, 5000n)).toBeNull();
});
