import fc from "fast-check";
import { expect, test } from "vitest";
import { Exact } from "./decimal.ts";
import { lnRatio, ONE } from "./logarithm.ts";

const Precise = Exact.clone({ precision: 90 });

test("the logarithm of 1 is 0, of 2 is ln 2, of 1/2 is −ln 2", () => {
  expect(lnRatio(7n, 7n)).toBe(0n);
  expect(decimal(lnRatio(2n, 1n)).toFixed(30)).toBe("0.693147180559945309417232121458");
  expect(lnRatio(1n, 2n)).toBe(-lnRatio(2n, 1n));
});

test("it agrees with decimals of 90 digits to 36 of them", () => {
  const integers = fc.oneof(fc.bigInt(1n, 2n ** 128n), fc.bigInt(1n, 1000n));
  fc.assert(
    fc.property(integers, integers, (a, b) => {
      const expected = new Precise(a).div(new Precise(b)).ln();
      expect(decimal(lnRatio(a, b)).toPrecision(36)).toBe(expected.toPrecision(36));
    }),
    { numRuns: 60 },
  );
});

test("steps around the change of precision and around powers of two keep their digits", () => {
  const steps = fc.tuple(fc.bigInt(2n ** 30n, 2n ** 64n), fc.bigInt(1n, 2n ** 30n));
  fc.assert(
    fc.property(fc.oneof(steps, fc.tuple(fc.constant(2n ** 60n), fc.bigInt(1n, 2n ** 25n))), ([a, step]) => {
      const expected = new Precise(a + step).div(new Precise(a)).ln();
      expect(decimal(lnRatio(a + step, a)).toPrecision(36)).toBe(expected.toPrecision(36));
      expect(decimal(lnRatio(a, a + step)).toPrecision(30)).toBe(expected.neg().toPrecision(30));
    }),
    { numRuns: 60 },
  );
});

test("even the smallest step between large integers keeps its digits", () => {
  const value = 2n ** 128n;
  const expected = new Precise(value).div(new Precise(value - 1n)).ln();
  expect(decimal(lnRatio(value, value - 1n)).toPrecision(36)).toBe(expected.toPrecision(36));
});

function decimal(fixed: bigint) {
  return new Precise(fixed).div(new Precise(ONE));
}
