import fc from "fast-check";
import { expect, test } from "vitest";
import { concentration } from "./concentration.ts";

test("the figures of four sinks", () => {
  const result = concentration([40n, 10n, 30n, 20n]);
  expect(result).toMatchObject({
    sinks: 4,
    total: 100n,
    nakamotoHalf: 2,
    nakamotoThird: 1,
    nullReason: null,
  });
  expect([result.hhi, result.gini].map(String)).toEqual(["3000", "0.25"]);
  expect(result.effectiveSinks?.toFixed(18)).toBe("3.333333333333333333");
});

test("half exactly is not more than half", () => {
  expect(concentration([50n, 50n])).toMatchObject({ nakamotoHalf: 2, nakamotoThird: 1 });
  expect(concentration([1n, 1n, 1n])).toMatchObject({ nakamotoHalf: 2, nakamotoThird: 2 });
});

test("one sink alone", () => {
  const result = concentration([7n]);
  expect([result.hhi, result.gini, result.effectiveSinks].map(String)).toEqual(["10000", "0", "1"]);
  expect(result).toMatchObject({ nakamotoHalf: 1, nakamotoThird: 1 });
});

test.each([
  [[], "no sink is registered"],
  [[0n, 0n], "the total capacity is 0"],
])("without capacity everything is null with the reason", (capacities: bigint[], reason) => {
  expect(concentration(capacities)).toMatchObject({
    hhi: null,
    effectiveSinks: null,
    gini: null,
    nakamotoHalf: null,
    nakamotoThird: null,
    nullReason: `hhi, effectiveSinks, gini, nakamotoHalf, nakamotoThird: ${reason}`,
  });
});

test("it agrees with the definitions taken literally, in any order", () => {
  const capacities = fc.array(fc.bigInt(0n, 10n ** 6n), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(capacities, (all) => {
      const values = all.map(Number);
      const total = values.reduce((sum, x) => sum + x, 0);
      fc.pre(total > 0);
      const result = concentration(all);
      const shares = values.map((x) => x / total);
      const squares = shares.reduce((sum, s) => sum + s * s, 0);
      expect(Number(result.hhi)).toBeCloseTo(10_000 * squares, 6);
      expect(Number(result.effectiveSinks)).toBeCloseTo(1 / squares, 6);
      // Gini by its other definition: half the mean absolute difference over the mean.
      const differences = values.flatMap((x) => values.map((y) => Math.abs(x - y)));
      const mean = differences.reduce((sum, d) => sum + d, 0) / values.length ** 2;
      expect(Number(result.gini)).toBeCloseTo(mean / 2 / (total / values.length), 9);
      expect(result.nakamotoHalf).toBe(smallestGroup(values, total / 2));
      expect(concentration([...all].reverse())).toEqual(result);
    }),
  );
});

/** Tries every group of sinks. */
function smallestGroup(values: readonly number[], threshold: number): number {
  let best = values.length;
  for (let mask = 1; mask < 1 << values.length; mask++) {
    const group = values.filter((_, index) => mask & (1 << index));
    if (group.length < best && group.reduce((sum, x) => sum + x, 0) > threshold) best = group.length;
  }
  return best;
}
