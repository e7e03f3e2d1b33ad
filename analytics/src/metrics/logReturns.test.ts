import fc from "fast-check";
import { expect, test } from "vitest";
import { Exact } from "../decimal.ts";
import { ewma, logReturns, realized } from "./logReturns.ts";

const positive = fc.array(fc.integer({ min: 1, max: 10 ** 9 }), { minLength: 2, maxLength: 20 });

test("one doubling has a realised volatility of ln 2", () => {
  expect(realized(logReturns([2n, 4n]))?.toFixed(38)).toBe("0.69314718055994530941723212145817656808");
});

test("a pair with a value of 0 is skipped and counted", () => {
  expect(logReturns([1n, 0n, 2n, 4n])).toMatchObject({ pairs: [[2n, 4n]], skipped: 2 });
});

test("without a pair there is no volatility", () => {
  for (const values of [[], [5n], [0n, 5n], [5n, 0n]]) {
    expect(realized(logReturns(values))).toBeNull();
    expect(ewma(logReturns(values))).toBeNull();
  }
});

test("the first EWMA variance is the first squared return", () => {
  expect(ewma(logReturns([3n, 6n]))?.toString()).toBe(realized(logReturns([3n, 6n]))?.toString());
});

test("the EWMA of returns ln 2 and 0 is √0.94 · ln 2", () => {
  const expected = new Exact("0.94").sqrt().times(new Exact(2).ln());
  expect(ewma(logReturns([1n, 2n, 2n]))?.toPrecision(38)).toBe(expected.toPrecision(38));
});

test("both agree with the definitions in floating point", () => {
  fc.assert(
    fc.property(positive, (values) => {
      const returns = values.slice(1).map((x, i) => Math.log(x / (values[i] ?? Number.NaN)));
      const sum = returns.reduce((total, r) => total + r * r, 0);
      let variance = (returns[0] ?? Number.NaN) ** 2;
      for (const r of returns.slice(1)) variance = 0.94 * variance + 0.06 * r * r;
      const steps = logReturns(values.map(BigInt));
      expect(Number(realized(steps))).toBeCloseTo(Math.sqrt(sum), 9);
      expect(Number(ewma(steps))).toBeCloseTo(Math.sqrt(variance), 9);
    }),
    { numRuns: 50 },
  );
});
