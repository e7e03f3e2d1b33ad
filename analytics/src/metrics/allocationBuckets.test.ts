import fc from "fast-check";
import { expect, test } from "vitest";
import { allocationBuckets } from "./allocationBuckets.ts";

const member = fc
  .tuple(fc.bigInt(0n, 9n), fc.array(fc.tuple(fc.bigInt(10n, 99n), fc.bigInt(0n, 9n)), { maxLength: 6 }))
  .map(([initial, all]) => ({
    initial,
    steps: all.sort((a, b) => Number(a[0] - b[0])).map(([at, value]) => ({ block: at, at, value })),
  }));

test("a member that takes over after half the time has half of it", () => {
  const first = { initial: 10n, steps: [{ block: 1n, at: 5n, value: 0n }] };
  const second = { initial: 0n, steps: [{ block: 1n, at: 5n, value: 30n }] };
  const [row] = allocationBuckets([first, second], { from: 0n, to: 10n }, 10n);
  expect(row).toMatchObject({ totalUnits: 30n, filled: false, nullReason: null });
  expect(
    row?.shares.map(({ share, timeWeightedShare }) => [String(share), String(timeWeightedShare)]),
  ).toEqual([
    ["0", "0.5"],
    ["1", "0.5"],
  ]);
});

test("without units there are no shares", () => {
  const [row] = allocationBuckets([{ initial: 0n, steps: [] }], { from: 0n, to: 10n }, 10n);
  expect(row).toMatchObject({ shares: [{ units: 0n, share: null, timeWeightedShare: null }], filled: true });
  expect(row?.nullReason).toContain("share: the pool has no units at the interval's end; timeWeightedShare:");
});

test("it agrees with a look at every second", () => {
  fc.assert(
    fc.property(fc.array(member, { minLength: 1, maxLength: 3 }), fc.bigInt(1n, 40n), (members, interval) => {
      for (const row of allocationBuckets(members, { from: 10n, to: 80n }, interval)) {
        const seconds: number[][] = [];
        for (let second = row.interval.from; second < row.interval.to; second++) {
          seconds.push(
            members.map(({ initial, steps }) =>
              Number(steps.filter(({ at }) => at <= second).at(-1)?.value ?? initial),
            ),
          );
        }
        const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
        const paid = seconds.filter((values) => sum(values) > 0);
        row.shares.forEach(({ units, share, timeWeightedShare }, index) => {
          expect(Number(units)).toBe(seconds.at(-1)?.[index]);
          const mean = sum(paid.map((values) => (values[index] ?? 0) / sum(values))) / paid.length;
          if (paid.length === 0) expect(timeWeightedShare).toBeNull();
          else expect(Number(timeWeightedShare)).toBeCloseTo(mean, 12);
          if (row.totalUnits > 0n)
            expect(Number(share)).toBeCloseTo(Number(units) / Number(row.totalUnits), 12);
        });
      }
    }),
  );
});
