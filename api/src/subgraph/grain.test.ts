import { expect, test } from "vitest";
import { grainOf } from "./grain.ts";

const hour = 3600n;
const day = 86_400n;
const year = { from: 1000n * day + 5n, to: 1365n * day + 5n };
const week = { from: 1000n * day + 5n, to: 1007n * day + 5n };

test("a week is read by whole hours, its edges by facts", () => {
  expect(grainOf({ window: week, interval: null }, week.to - 1n)).toEqual({
    resolution: "HOUR",
    window: week,
    bucketsFrom: 1000n * day + hour,
    bucketsTo: 1007n * day,
  });
});

test("a year has more than 5,000 hours and is read by days", () => {
  const grain = grainOf({ window: year, interval: null }, year.to - 1n);
  expect(grain).toMatchObject({ resolution: "DAY", bucketsFrom: 1001n * day, bucketsTo: 1365n * day });
});

test("buckets end before the one of the newest fact, which may not be rolled up yet", () => {
  const newest = week.from + 30n * hour;
  expect(grainOf({ window: week, interval: null }, newest)?.bucketsTo).toBe(newest - (newest % hour));
});

test("rows of whole hours move the start down to the hour", () => {
  const grain = grainOf({ window: week, interval: 6n * hour }, week.to - 1n);
  expect(grain).toMatchObject({
    resolution: "HOUR",
    window: { from: 1000n * day, to: week.to },
    bucketsFrom: 1000n * day,
  });
});

test("rows of a day may be read by days, rows of six hours may not", () => {
  expect(grainOf({ window: year, interval: day }, year.to - 1n)?.resolution).toBe("DAY");
  expect(grainOf({ window: year, interval: 6n * hour }, year.to - 1n)?.resolution).toBe("HOUR");
});

test("rows that hours do not divide need facts, and so does what is shorter than an hour", () => {
  expect(grainOf({ window: week, interval: 90n * 60n }, week.to - 1n)).toBeNull();
  expect(grainOf({ window: { from: 10n, to: 20n }, interval: null }, 19n)).toBeNull();
  expect(grainOf({ window: week, interval: null }, 0n)).toBeNull();
});
