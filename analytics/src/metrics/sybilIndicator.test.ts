import fc from "fast-check";
import { expect, test } from "vitest";
import { sybilIndicator } from "./sybilIndicator.ts";

const stakes = fc.array(fc.bigInt(0n, 10n ** 27n), { maxLength: 12 });

test("one sink gains nothing, nor does none", () => {
  expect(sybilIndicator([]).toString()).toBe("1");
  expect(sybilIndicator([7n]).toString()).toBe("1");
  expect(sybilIndicator([7n, 0n]).toString()).toBe("1");
});

test("n equal stakes gain √n", () => {
  expect(sybilIndicator([4n, 4n, 4n, 4n]).toString()).toBe("2");
});

test("it agrees with floating point, and lies between 1 and √n", () => {
  fc.assert(
    fc.property(stakes, (all) => {
      const value = sybilIndicator(all).toNumber();
      const real = all.map(Number).filter((stake) => stake > 0);
      const total = real.reduce((sum, stake) => sum + stake, 0);
      const slow =
        real.length < 2 ? 1 : real.reduce((sum, stake) => sum + Math.sqrt(stake), 0) / Math.sqrt(total);
      expect(value).toBeCloseTo(slow, 9);
      expect(value).toBeGreaterThanOrEqual(1);
      expect(value).toBeLessThanOrEqual(Math.sqrt(Math.max(1, real.length)) + 1e-12);
    }),
  );
});

test("splitting a stake never lowers it", () => {
  fc.assert(
    fc.property(stakes, fc.bigInt(1n, 10n ** 26n), fc.bigInt(1n, 10n ** 26n), (others, a, b) => {
      const whole = sybilIndicator([...others, a + b]);
      expect(sybilIndicator([...others, a, b]).gte(whole)).toBe(true);
    }),
  );
});
