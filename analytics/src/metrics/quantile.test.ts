import fc from "fast-check";
import { expect, test } from "vitest";
import { ascending, quantile } from "./quantile.ts";

test.each([
  ["0", "1"],
  ["0.25", "1.75"],
  ["0.5", "2.5"],
  ["0.95", "3.85"],
  ["1", "4"],
])("the %s-quantile of 4, 1, 3, 2 is %s, as in R and NumPy", (p, expected) => {
  expect(quantile([4n, 1n, 3n, 2n], p)?.toString()).toBe(expected);
});

test("one value is each of its quantiles", () => {
  expect(quantile([7n], "0.95")?.toString()).toBe("7");
});

test("of nothing there is no quantile", () => {
  expect(quantile([], "0.5")).toBeNull();
});

test("the input keeps its order", () => {
  const values = [3n, 1n, 2n];
  quantile(values, "0.5");
  expect(values).toEqual([3n, 1n, 2n]);
});

test("at k/(n−1) the quantile is the k-th order statistic", () => {
  const arrays = fc.array(fc.bigInt(-(10n ** 25n), 10n ** 25n), { minLength: 5, maxLength: 5 });
  fc.assert(
    fc.property(arrays, fc.constantFrom(0, 1, 2, 3, 4), (values, k) => {
      const expected = [...values].sort(ascending)[k];
      expect(quantile(values, String(k / 4))?.toString()).toBe(String(expected));
    }),
  );
});

test("large integers keep every digit between two order statistics", () => {
  expect(quantile([10n ** 30n, 10n ** 30n + 1n], "0.5")?.toString()).toBe(`1${"0".repeat(30)}.5`);
});
