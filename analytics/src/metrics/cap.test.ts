import fc from "fast-check";
import { expect, test } from "vitest";
import { capOf, isqrt } from "./cap.ts";

const wei = 10n ** 18n;
const parameters = { minSinkStake: 100n * wei, stakeUnit: wei, capacityPrecision: 1n };

test("the blueprint's figure: 100 tokens back 10", () => {
  expect(capOf(100n * wei, parameters)).toBe(10n);
  expect(capOf(100n * wei, { ...parameters, capacityPrecision: 10n ** 9n })).toBe(10n ** 10n);
});

test("too small a stake backs nothing, nor does any before the unit is known", () => {
  expect(capOf(100n * wei - 1n, parameters)).toBe(0n);
  expect(capOf(0n, { ...parameters, minSinkStake: 0n })).toBe(0n);
  expect(capOf(100n * wei, { ...parameters, stakeUnit: 0n })).toBe(0n);
});

test("a root is the largest number whose square is not above", () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 2n ** 200n), (n) => {
      const root = isqrt(n);
      expect(root * root <= n && n < (root + 1n) ** 2n).toBe(true);
    }),
  );
});
