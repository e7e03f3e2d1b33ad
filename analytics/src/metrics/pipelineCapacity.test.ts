import fc from "fast-check";
import { expect, test } from "vitest";
import { bottleneckBuckets, bottleneckOf, stageCapacities } from "./pipelineCapacity.ts";

test("the congestion of a stage limits all stages before it", () => {
  expect(stageCapacities([50n, 30n, 40n])).toEqual([
    { capacity: 50n, effective: 30n, slack: 20n, isBottleneck: false },
    { capacity: 30n, effective: 30n, slack: 0n, isBottleneck: true },
    { capacity: 40n, effective: 40n, slack: 0n, isBottleneck: false },
  ]);
});

test("of equal stages the one downstream is the bottleneck; without stages there is none", () => {
  expect([bottleneckOf([5n, 3n, 3n, 9n]), bottleneckOf([])]).toEqual([2, null]);
  expect(stageCapacities([])).toEqual([]);
});

test("every stage is as good as the worst from it to the end", () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt(0n, 9n), { minLength: 1, maxLength: 8 }), (capacities) => {
      const stages = stageCapacities(capacities);
      stages.forEach(({ capacity, effective, slack }, index) => {
        const rest = capacities.slice(index);
        expect(capacity).toBe(capacities[index]);
        expect(rest.every((other) => effective <= other) && rest.includes(effective)).toBe(true);
        expect(effective + slack).toBe(capacity);
      });
      expect(stages.filter(({ isBottleneck }) => isBottleneck)).toHaveLength(1);
      expect(stages.find(({ isBottleneck }) => isBottleneck)?.capacity).toBe(stages[0]?.effective);
    }),
  );
});

test("over time each row is what its last second held", () => {
  const stage = fc
    .tuple(fc.bigInt(0n, 9n), fc.array(fc.tuple(fc.bigInt(0n, 60n), fc.bigInt(0n, 9n)), { maxLength: 6 }))
    .map(([initial, all]) => ({
      initial,
      steps: all.sort((a, b) => Number(a[0] - b[0])).map(([at, value]) => ({ block: at, at, value })),
    }));
  fc.assert(
    fc.property(fc.array(stage, { minLength: 1, maxLength: 3 }), fc.bigInt(1n, 30n), (stages, interval) => {
      for (const row of bottleneckBuckets(stages, { from: 10n, to: 50n }, interval)) {
        const held = stages.map(
          ({ initial, steps }) => steps.filter(({ at }) => at < row.interval.to).at(-1)?.value ?? initial,
        );
        expect(row.stages).toEqual(stageCapacities(held));
        const inside = stages.some(({ steps }) =>
          steps.some(({ at }) => row.interval.from <= at && at < row.interval.to),
        );
        expect(row.filled).toBe(!inside);
      }
    }),
  );
});
