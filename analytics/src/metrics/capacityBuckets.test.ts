import fc from "fast-check";
import { expect, test } from "vitest";
import { capacityBuckets } from "./capacityBuckets.ts";
import { ascending } from "./quantile.ts";
import { runOf } from "./run.ts";

test("an interval with reveals shows them", () => {
  const samples = [
    { at: 2n, value: 30n },
    { at: 4n, value: 10n },
    { at: 8n, value: 20n },
  ];
  const [row] = capacityBuckets({ before: 5n, runs: samples.map(runOf) }, { from: 0n, to: 10n }, 10n);
  expect(row).toMatchObject({ reveals: 3, open: 30n, close: 20n, min: 10n, max: 30n, filled: false });
  expect(row?.mean?.toString()).toBe("20");
  expect(row?.stdDev?.toString()).toBe("10");
  expect(row?.timeWeightedMean?.toString()).toBe("15");
  expect(row?.nullReason).toBeNull();
});

test("an interval without reveals is filled with the value that held", () => {
  const rows = capacityBuckets(
    { before: null, runs: [runOf({ at: 1n, value: 7n })] },
    { from: 0n, to: 6n },
    2n,
  );
  expect(rows.map((row) => row.filled)).toEqual([false, true, true]);
  expect(rows[2]).toMatchObject({ reveals: 0, open: 7n, close: 7n, min: 7n, max: 7n, stdDev: null });
  expect(rows[2]?.mean?.toString()).toBe("7");
  expect(rows[2]?.timeWeightedMean?.toString()).toBe("7");
  expect(rows[2]?.nullReason).toBe("stdDev: needs two reveals, found 0");
});

test("before the first reveal nothing is known, and nothing is invented", () => {
  const [first, second] = capacityBuckets(
    { before: null, runs: [runOf({ at: 3n, value: 7n })] },
    { from: 0n, to: 4n },
    2n,
  );
  expect(first).toMatchObject({ open: null, close: null, mean: null, timeWeightedMean: null, filled: true });
  expect(first?.nullReason).toBe("no capacity was revealed yet");
  expect(second).toMatchObject({ open: 7n, filled: false });
});

test("each row agrees with a look at its own reveals", () => {
  const samples = fc
    .array(fc.record({ at: fc.bigInt(0n, 99n), value: fc.bigInt(0n, 10n ** 20n) }), { maxLength: 30 })
    .map((all) => all.sort((a, b) => Number(a.at - b.at)));
  fc.assert(
    fc.property(samples, fc.option(fc.bigInt(0n, 50n)), fc.bigInt(1n, 40n), (all, before, interval) => {
      let held = before;
      for (const row of capacityBuckets({ before, runs: all.map(runOf) }, { from: 0n, to: 100n }, interval)) {
        const here = all.filter(({ at }) => row.interval.from <= at && at < row.interval.to);
        const values = here.map(({ value }) => value);
        const sorted = [...values].sort(ascending);
        expect(row.reveals).toBe(here.length);
        expect(row.open).toBe(values[0] ?? held);
        expect(row.min).toBe(sorted[0] ?? held);
        expect(row.max).toBe(sorted.at(-1) ?? held);
        held = values.at(-1) ?? held;
        expect(row.close).toBe(held);
      }
    }),
  );
});
