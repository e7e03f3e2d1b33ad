import fc from "fast-check";
import { expect, test } from "vitest";
import { mad } from "./mad.ts";

test("1, 1, 2, 2, 4, 6, 9 deviate by a median of 1", () => {
  expect(mad([1n, 1n, 2n, 2n, 4n, 6n, 9n])?.toString()).toBe("1.4826");
});

test("a median between two integers is not rounded", () => {
  expect(mad([1n, 2n])?.toString()).toBe("0.7413");
  expect(mad([1n, 2n, 4n, 9n])?.toString()).toBe("2.2239");
});

test("it needs two values", () => {
  expect(mad([])).toBeNull();
  expect(mad([5n])).toBeNull();
});

test("an outlier does not move it", () => {
  expect(mad([10n, 11n, 12n, 13n, 10n ** 24n])?.toString()).toBe(mad([10n, 11n, 12n, 13n, 14n])?.toString());
});

test("it agrees with the definition in small numbers", () => {
  const slow = (values: number[]): number => {
    const median = (sorted: number[]): number => {
      const half = (sorted.length - 1) / 2;
      return ((sorted[Math.floor(half)] ?? 0) + (sorted[Math.ceil(half)] ?? 0)) / 2;
    };
    const by = (a: number, b: number): number => a - b;
    const middle = median([...values].sort(by));
    return 1.4826 * median(values.map((x) => Math.abs(x - middle)).sort(by));
  };
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 10000 }), { minLength: 2, maxLength: 25 }), (values) => {
      expect(Number(mad(values.map(BigInt)))).toBeCloseTo(slow(values), 8);
    }),
  );
});
