import fc from "fast-check";
import { expect, test } from "vitest";
import { utilization } from "./utilization.ts";

test("half the cap is a half", () => {
  expect(utilization(5n, 10n)?.toString()).toBe("0.5");
});

test("a stored capacity above the cap counts as the cap", () => {
  expect(utilization(15n, 10n)?.toString()).toBe("1");
});

test("without a cap it is undefined", () => {
  expect(utilization(0n, 0n)).toBeNull();
  expect(utilization(5n, 0n)).toBeNull();
});

test("it lies between 0 and 1, and never falls when more is promised", () => {
  const units = fc.bigInt(0n, 10n ** 15n);
  fc.assert(
    fc.property(units, fc.bigInt(1n, 10n ** 15n), units, (smoothed, cap, more) => {
      const value = utilization(smoothed, cap);
      expect(value?.toNumber()).toBeCloseTo(Math.min(1, Number(smoothed) / Number(cap)), 12);
      expect(utilization(smoothed + more, cap)?.gte(value ?? 0)).toBe(true);
    }),
  );
});
