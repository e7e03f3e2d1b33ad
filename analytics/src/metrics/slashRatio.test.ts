import fc from "fast-check";
import { expect, test } from "vitest";
import { slashRatio } from "./slashRatio.ts";

test("a quarter of what was staked is a quarter", () => {
  expect(slashRatio(25n, 100n)?.toString()).toBe("0.25");
  expect(slashRatio(0n, 100n)?.toString()).toBe("0");
});

test("who never staked has none", () => {
  expect(slashRatio(0n, 0n)).toBeNull();
});

test("it lies between 0 and 1, and what is left is its complement", () => {
  fc.assert(
    fc.property(fc.bigInt(1n, 10n ** 27n), fc.bigInt(0n, 10n ** 27n), (staked, cut) => {
      const slashed = cut % (staked + 1n);
      const value = slashRatio(slashed, staked);
      expect(value?.toNumber()).toBeCloseTo(Number(slashed) / Number(staked), 12);
      const rest = slashRatio(staked - slashed, staked);
      expect(value?.plus(rest ?? 0).toFixed(30)).toBe("1.000000000000000000000000000000");
    }),
  );
});
