import fc from "fast-check";
import { expect, test } from "vitest";
import { Exact } from "../decimal.ts";
import { add, meanOf, merge, momentsOf, NONE, populationStdDev, sampleStdDev } from "./moments.ts";

const capacities = fc.bigInt(0n, 10n ** 30n);

test("the sample deviation of 2, 4, 4, 4, 5, 5, 7, 9 is √(32/7)", () => {
  const moments = momentsOf([2n, 4n, 4n, 4n, 5n, 5n, 7n, 9n]);
  expect(meanOf(moments)?.toString()).toBe("5");
  expect(sampleStdDev(moments)?.toString()).toBe(new Exact(32).div(7).sqrt().toString());
  expect(populationStdDev(moments)?.toString()).toBe("2");
});

test("what has no definition is null", () => {
  expect(meanOf(NONE)).toBeNull();
  expect(populationStdDev(NONE)).toBeNull();
  expect(sampleStdDev(NONE)).toBeNull();
  expect(sampleStdDev(momentsOf([5n]))).toBeNull();
});

test("equal values deviate by exactly 0, however large", () => {
  fc.assert(
    fc.property(capacities, fc.integer({ min: 2, max: 30 }), (value, n) => {
      expect(sampleStdDev(momentsOf(Array(n).fill(value)))?.isZero()).toBe(true);
    }),
  );
});

test("the parts' moments merge into those of the whole", () => {
  const hours = fc.array(fc.array(capacities, { maxLength: 8 }), { maxLength: 10 });
  fc.assert(
    fc.property(hours, (parts) => {
      expect(merge(parts.map(momentsOf))).toEqual(momentsOf(parts.flat()));
    }),
  );
});

test("the deviation agrees with the definition, computed in two passes with 100 digits", () => {
  const Slow = Exact.clone({ precision: 100 });
  fc.assert(
    fc.property(fc.array(capacities, { minLength: 2, maxLength: 30 }), (values) => {
      const mean = values.reduce((sum, x) => sum.plus(x), new Slow(0)).div(values.length);
      const squares = values.reduce((sum, x) => sum.plus(new Slow(x).minus(mean).pow(2)), new Slow(0));
      const expected = squares.div(values.length - 1).sqrt();
      const actual = sampleStdDev(momentsOf(values));
      expect(actual?.toSignificantDigits(35).toString()).toBe(expected.toSignificantDigits(35).toString());
    }),
  );
});

test("a weight counts like that many equal values", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(capacities, fc.integer({ min: 0, max: 9 }))), (pairs) => {
      const weighted = pairs.reduce((moments, [value, times]) => add(moments, value, BigInt(times)), NONE);
      expect(weighted).toEqual(momentsOf(pairs.flatMap(([value, times]) => Array(times).fill(value))));
    }),
  );
});
