import fc from "fast-check";
import { expect, test } from "vitest";
import type { Sample, Window } from "../series.ts";
import { type Bucket, bucketRun } from "./bucketRun.ts";
import { capacityBuckets } from "./capacityBuckets.ts";
import { observed } from "./observed.ts";
import { type Run, runOf } from "./run.ts";
import { Volatility } from "./volatility.ts";

const HOUR = 60n;
const DAY = 240n;
const END = 4n * DAY;
const samples = fc
  .array(fc.record({ at: fc.bigInt(0n, END - 1n), value: fc.bigInt(0n, 10n ** 30n) }), { maxLength: 60 })
  .map((all) => all.sort((a, b) => Number(a.at - b.at)));
const windows = fc.tuple(fc.bigInt(0n, END), fc.bigInt(0n, END)).map(([a, b]) => ({
  from: a < b ? a : b,
  to: (a < b ? b : a) + 1n,
}));

test("facts, hours and days give the same moments over any window", () => {
  fc.assert(
    fc.property(samples, windows, (all, window) => {
      const [raw, hours, days, mixed] = grainsOf(all, window).map(
        (runs) => new Volatility(observed({ before: beforeOf(all, window), runs, values: null }, window)),
      );
      for (const rolled of [hours, days, mixed]) {
        for (const name of ["n", "mean", "stdDev", "coefficientOfVariation", "timeWeightedStdDev"] as const) {
          expect(String(rolled?.[name])).toBe(String(raw?.[name]));
        }
        expect(rolled?.nullReason).toBe(raw?.nullReason);
      }
    }),
  );
});

test("rows of days are the same from facts, hours and days", () => {
  fc.assert(
    fc.property(samples, fc.bigInt(0n, 3n), fc.bigInt(1n, END), (all, day, length) => {
      const window = { from: day * DAY, to: day * DAY + length };
      const before = beforeOf(all, window);
      const [raw, ...rolled] = grainsOf(all, window).map((runs) =>
        JSON.stringify(capacityBuckets({ before, runs }, window, DAY), (_, value) =>
          typeof value === "bigint" ? String(value) : value,
        ),
      );
      for (const rows of rolled) expect(rows).toBe(raw);
    }),
  );
});

/** A window's runs: single facts, whole hours with facts around them, days with facts, days with hours and facts. */
function grainsOf(all: readonly Sample[], { from, to }: Window): Run[][] {
  const between = (start: bigint, end: bigint) => all.filter(({ at }) => start <= at && at < end).map(runOf);
  const [h0, h1, d0, d1] = [up(from, HOUR), down(to, HOUR), up(from, DAY), down(to, DAY)];
  const byHours =
    h0 < h1 ? [...between(from, h0), ...rolledUp(all, HOUR, h0, h1), ...between(h1, to)] : between(from, to);
  const byDays =
    d0 < d1 ? [...between(from, d0), ...rolledUp(all, DAY, d0, d1), ...between(d1, to)] : between(from, to);
  const both =
    d0 < d1
      ? [
          ...between(from, h0),
          ...rolledUp(all, HOUR, h0, d0),
          ...rolledUp(all, DAY, d0, d1),
          ...rolledUp(all, HOUR, d1, h1),
          ...between(h1, to),
        ]
      : byHours;
  return [between(from, to), byHours, byDays, both];
}

/** What graph-node's aggregations do, by the text of schema.graphql: point by point, each with what held until it. */
function rolledUp(all: readonly Sample[], unit: bigint, from: bigint, to: bigint): Run[] {
  const points = all.map(({ at, value }, index) => {
    const before = all[index - 1];
    return { at, value, held: before?.value ?? 0n, elapsed: before === undefined ? 0n : at - before.at };
  });
  const buckets: Run[] = [];
  for (let start = from; start < to; start += unit) {
    const inside = points.filter(({ at }) => start <= at && at < start + unit);
    const [first, last] = [inside[0], inside.at(-1)];
    if (first === undefined || last === undefined) continue;
    const sum = (of: (point: (typeof inside)[number]) => bigint) =>
      inside.reduce((total, point) => total + of(point), 0n);
    const values = inside.map(({ value }) => value).sort((a, b) => (a < b ? -1 : 1));
    const bucket: Bucket = {
      count: BigInt(inside.length),
      firstAt: first.at,
      lastAt: last.at,
      sum: sum(({ value }) => value),
      squareSum: sum(({ value }) => value * value),
      min: values[0] ?? 0n,
      max: values.at(-1) ?? 0n,
      first: first.value,
      last: last.value,
      elapsedSum: sum(({ elapsed }) => elapsed),
      timeSum: sum(({ held, elapsed }) => held * elapsed),
      squareTimeSum: sum(({ held, elapsed }) => held * held * elapsed),
      firstElapsed: first.elapsed,
      firstHeld: first.held,
    };
    buckets.push(bucketRun(bucket));
  }
  return buckets;
}

function beforeOf(all: readonly Sample[], { from }: Window): bigint | null {
  return all.filter(({ at }) => at < from).at(-1)?.value ?? null;
}

function down(at: bigint, unit: bigint): bigint {
  return at - (at % unit);
}

function up(at: bigint, unit: bigint): bigint {
  return down(at + unit - 1n, unit);
}
