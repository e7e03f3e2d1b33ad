import fc from "fast-check";
import { expect, test } from "vitest";
import type { Sample } from "../series.ts";
import { observed } from "./observed.ts";
import { runOf } from "./run.ts";
import { Volatility } from "./volatility.ts";

const window = { from: 0n, to: 40n };

test("the figures of four reveals", () => {
  const result = seen(null, at([10n, 20n, 10n, 20n]));
  expect(result.n).toBe(4);
  expect(result.mean?.toString()).toBe("15");
  expect(result.stdDev?.toFixed(18)).toBe("5.773502691896257645");
  expect(result.coefficientOfVariation?.toFixed(18)).toBe("0.384900179459750510");
  expect(result.timeWeightedStdDev?.toString()).toBe("5");
  expect(result.realized?.toFixed(18)).toBe("1.200566133852943677");
  expect(result.ewma?.toFixed(18)).toBe("0.693147180559945309");
  expect(result.mad?.toString()).toBe("7.413");
  expect(result.skippedPairs).toBe(0);
  expect(result.nullReason).toBeNull();
});

test("no reveal: everything is null with its reason", () => {
  const result = seen(null, []);
  expect(result).toMatchObject({ n: 0, mean: null, stdDev: null, mad: null, realized: null, ewma: null });
  expect(result.coefficientOfVariation).toBeNull();
  expect(result.timeWeightedStdDev).toBeNull();
  expect(result.nullReason).toBe(
    "mean: no reveal in the window; " +
      "stdDev, coefficientOfVariation, mad, realized, ewma: need two reveals, found 0; " +
      "timeWeightedStdDev: no value is known in the window",
  );
});

test("one reveal has a mean and a deviation over time, and no other", () => {
  const result = seen(30n, [{ at: 20n, value: 10n }]);
  expect(result.mean?.toString()).toBe("10");
  expect(result.stdDev).toBeNull();
  expect(result.timeWeightedStdDev?.toString()).toBe("10");
  expect(result.nullReason).toBe(
    "stdDev, coefficientOfVariation, mad, realized, ewma: need two reveals, found 1",
  );
});

test("a mean of 0 leaves the coefficient undefined, not infinite", () => {
  const result = seen(null, at([0n, 0n]));
  expect(result.stdDev?.toString()).toBe("0");
  expect(result.coefficientOfVariation).toBeNull();
  expect(result.skippedPairs).toBe(1);
  expect(result.nullReason).toBe(
    "coefficientOfVariation: the mean is 0; realized, ewma: no two reveals in a row are above 0",
  );
});

test("from moments alone come the deviations, and no figure that needs every reveal", () => {
  const samples = at([10n, 20n, 10n, 20n]);
  const read = { before: null, runs: samples.map(runOf), values: null };
  const result = new Volatility(observed(read, window));
  const raw = seen(null, samples);
  expect(result.stdDev?.toString()).toBe(raw.stdDev?.toString());
  expect(result.coefficientOfVariation?.toString()).toBe(raw.coefficientOfVariation?.toString());
  expect(result.timeWeightedStdDev?.toString()).toBe(raw.timeWeightedStdDev?.toString());
  expect([result.mad, result.realized, result.ewma, result.skippedPairs]).toEqual([null, null, null, null]);
  expect(result.nullReason).toBe("mad, realized, ewma, skippedPairs: too many reveals to read one by one");
});

test("the moments of nothing say so", () => {
  const result = new Volatility(observed({ before: null, runs: [], values: null }, window));
  expect(result.nullReason).toContain("no reveal in the window");
});

function at(values: bigint[]): Sample[] {
  return values.map((value, index) => ({ at: BigInt(index) * 10n, value }));
}

function seen(before: bigint | null, samples: Sample[]): Volatility {
  const values = samples.map((sample) => sample.value);
  return new Volatility(observed({ before, runs: samples.map(runOf), values }, window));
}

test("it agrees with floating point, reveal by reveal, and each null has its reason", () => {
  const values = fc.array(fc.bigInt(0n, 10n ** 12n), { maxLength: 12 });
  fc.assert(
    fc.property(values, (all) => {
      const result = seen(
        null,
        all.map((value, index) => ({ at: BigInt(index), value })),
      );
      const slow = slowly(all.map(Number));
      const named = (result.nullReason ?? "").split("; ").flatMap((part) => part.split(":")[0]?.split(", "));
      for (const name of ["mean", "stdDev", "coefficientOfVariation", "realized", "ewma", "mad"] as const) {
        const expected = slow[name];
        if (expected === null) expect(result[name]).toBeNull();
        else
          expect(result[name]?.div(expected === 0 ? 1 : expected).toNumber()).toBeCloseTo(
            expected === 0 ? 0 : 1,
            6,
          );
        expect(named.includes(name)).toBe(expected === null);
      }
    }),
  );
});

test("over time it agrees with a look at every second", () => {
  const samples = fc.array(fc.record({ at: fc.bigInt(0n, 39n), value: fc.bigInt(0n, 1000n) }), {
    maxLength: 10,
  });
  fc.assert(
    fc.property(samples, fc.option(fc.bigInt(0n, 1000n), { nil: null }), (all, before) => {
      const sorted = all.sort((a, b) => Number(a.at - b.at));
      const held = Array.from({ length: 40 }, (_, second) => {
        const value = sorted.filter(({ at }) => at <= BigInt(second)).at(-1)?.value ?? before;
        return value === null ? [] : [Number(value)];
      }).flat();
      const mean = held.reduce((sum, value) => sum + value, 0) / held.length;
      const spread = Math.sqrt(held.reduce((sum, value) => sum + (value - mean) ** 2, 0) / held.length);
      const { timeWeightedStdDev } = seen(before, sorted);
      if (held.length === 0) expect(timeWeightedStdDev).toBeNull();
      else expect(timeWeightedStdDev?.toNumber()).toBeCloseTo(spread, 6);
    }),
  );
});

/** The definitions, one after another, in floating point. */
function slowly(all: readonly number[]) {
  const n = all.length;
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const median = (values: readonly number[]) => {
    const sorted = [...values].sort((a, b) => a - b);
    return ((sorted[(n - 1) >> 1] ?? 0) + (sorted[n >> 1] ?? 0)) / 2;
  };
  const mean = sum(all) / n;
  const stdDev = Math.sqrt(sum(all.map((x) => (x - mean) ** 2)) / (n - 1));
  const returns = all
    .slice(1)
    .flatMap((x, i) => (x > 0 && (all[i] ?? 0) > 0 ? [Math.log(x / (all[i] ?? 0)) ** 2] : []));
  const smoothed = returns.slice(1).reduce((v, square) => 0.94 * v + 0.06 * square, returns[0] ?? 0);
  return {
    mean: n === 0 ? null : mean,
    stdDev: n < 2 ? null : stdDev,
    coefficientOfVariation: n < 2 || mean === 0 ? null : stdDev / mean,
    realized: returns.length === 0 ? null : Math.sqrt(sum(returns)),
    ewma: returns.length === 0 ? null : Math.sqrt(smoothed),
    mad: n < 2 ? null : 1.4826 * median(all.map((x) => Math.abs(x - median(all)))),
  };
}
