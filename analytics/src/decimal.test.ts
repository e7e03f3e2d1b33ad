import fc from "fast-check";
import { expect, test } from "vitest";
import { Exact, ratio } from "./decimal.ts";

test("a ratio keeps 40 digits", () => {
  expect(ratio(1n, 3n)?.toString()).toBe(`0.${"3".repeat(40)}`);
});

test("a ratio of integers beyond 2^53 is rounded once, at the end", () => {
  const big = 123456789012345678901234567890123456789012345678901234567890n;
  expect(ratio(big * 7n, big)?.toString()).toBe("7");
});

test("nothing is divided by 0", () => {
  expect(ratio(5n, 0n)).toBeNull();
});

test("no exponent is printed", () => {
  expect(new Exact(1).div(new Exact(10n ** 30n)).toString()).toBe(`0.${"0".repeat(29)}1`);
  expect(new Exact(10n ** 30n).toString()).toBe(`1${"0".repeat(30)}`);
});

test("a quotient times its denominator is the numerator, to 35 digits", () => {
  const integers = fc.bigInt(1n, 10n ** 40n);
  fc.assert(
    fc.property(integers, integers, (numerator, denominator) => {
      const back = ratio(numerator, denominator)?.times(new Exact(denominator));
      expect(back?.toPrecision(35)).toBe(new Exact(numerator).toPrecision(35));
    }),
  );
});
