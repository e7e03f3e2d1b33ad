import fc from "fast-check";
import { expect, test } from "vitest";
import { flowBuckets, flowSum } from "./throughput.ts";

const flows = [
  { at: 0n, amount: 5n },
  { at: 1n, amount: 7n },
  { at: 4n, amount: 11n },
  { at: 6n, amount: 100n },
];

test("flows add up, and none add up to 0", () => {
  expect(flowSum(flows)).toBe(123n);
  expect(flowSum([])).toBe(0n);
});

test("an interval in which nothing flowed is 0 and filled", () => {
  expect(flowBuckets(flows, { from: 0n, to: 6n }, 2n)).toEqual([
    { interval: { from: 0n, to: 2n }, amount: 12n, filled: false },
    { interval: { from: 2n, to: 4n }, amount: 0n, filled: true },
    { interval: { from: 4n, to: 6n }, amount: 11n, filled: false },
  ]);
});

test("a flow of 0 is a flow", () => {
  expect(flowBuckets([{ at: 0n, amount: 0n }], { from: 0n, to: 1n }, 1n)[0]?.filled).toBe(false);
});

test("the rows add up to what flowed in the window", () => {
  const any = fc.array(fc.record({ at: fc.bigInt(0n, 500n), amount: fc.bigInt(0n, 10n ** 30n) }));
  fc.assert(
    fc.property(
      any,
      fc.bigInt(0n, 200n),
      fc.bigInt(0n, 400n),
      fc.bigInt(1n, 90n),
      (all, from, length, interval) => {
        const window = { from, to: from + length };
        const rows = flowBuckets(all, window, interval);
        const inside = all.filter(({ at }) => window.from <= at && at < window.to);
        expect(rows.reduce((sum, row) => sum + row.amount, 0n)).toBe(flowSum(inside));
      },
    ),
  );
});
