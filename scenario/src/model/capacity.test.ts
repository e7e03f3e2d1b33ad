import { describe, expect, it } from "vitest";
import { capOf, ewma, hasDrifted, isqrt, unitsOf } from "./capacity.ts";

const TOKEN = 10n ** 18n;
const rule = { minStake: 100n * TOKEN, stakeUnit: TOKEN, precision: 10n ** 9n };

describe("isqrt", () => {
  it("floors", () => {
    expect([0n, 1n, 2n, 3n, 4n, 8n, 9n, 15n, 16n, 99n, 100n].map(isqrt)).toEqual([
      0n,
      1n,
      1n,
      1n,
      2n,
      2n,
      3n,
      3n,
      4n,
      9n,
      10n,
    ]);
  });

  it("is exact around large squares", () => {
    const root = 123_456_789_012_345_678_901_234_567_890n;
    expect(isqrt(root * root)).toBe(root);
    expect(isqrt(root * root - 1n)).toBe(root - 1n);
    expect(isqrt(root * root + 2n * root)).toBe(root);
  });

  it("refuses a negative value", () => {
    expect(() => isqrt(-1n)).toThrow("expected a value of 0 or more");
  });
});

describe("capOf", () => {
  it("gives 100 tokens 10 with the blueprint's precision of 1", () => {
    expect(capOf(100n * TOKEN, { ...rule, precision: 1n })).toBe(10n);
  });

  it("gives 2500 tokens 50, times the precision", () => {
    expect(capOf(2_500n * TOKEN, rule)).toBe(50n * 10n ** 9n);
  });

  it("floors √200 to nine digits", () => {
    expect(capOf(200n * TOKEN, rule)).toBe(14_142_135_623n);
  });

  it("gives nothing below the minimum", () => {
    expect(capOf(100n * TOKEN - 1n, rule)).toBe(0n);
  });
});

describe("ewma", () => {
  it("goes three tenths of the way", () => {
    expect(ewma(0n, 1000n, 3000n)).toBe(300n);
    expect(ewma(300n, 1000n, 3000n)).toBe(510n);
    expect(ewma(510n, 0n, 3000n)).toBe(357n);
  });

  it("floors, so that plain integers stall at 7 on the way to 10", () => {
    expect(ewma(6n, 10n, 3000n)).toBe(7n);
    expect(ewma(7n, 10n, 3000n)).toBe(7n);
  });
});

describe("unitsOf", () => {
  it("shares a scale out, floored", () => {
    expect([1n, 2n, 4n].map((capacity) => unitsOf(capacity, 100n, 7n))).toEqual([14n, 28n, 57n]);
  });

  it("gives nothing where there is no capacity at all", () => {
    expect(unitsOf(0n, 100n, 0n)).toBe(0n);
  });
});

describe("hasDrifted", () => {
  it("begins with the threshold itself, up and down", () => {
    expect([949n, 950n, 951n, 1049n, 1050n].map((now) => hasDrifted(now, 1000n, 500n))).toEqual([
      true,
      true,
      false,
      false,
      true,
    ]);
  });

  it("is true with the first capacity", () => {
    expect(hasDrifted(0n, 0n, 500n)).toBe(false);
    expect(hasDrifted(1n, 0n, 500n)).toBe(true);
  });
});
