import fc from "fast-check";
import { expect, test } from "vitest";
import { allocationBuckets } from "./allocationBuckets.ts";
import { allocationEnds } from "./allocationEnds.ts";

const HOUR = 100n;
const window = { from: 0n, to: 600n };

test("the last change of each hour gives the ends that all changes give", () => {
  const change = fc.tuple(fc.bigInt(0n, 599n), fc.bigInt(0n, 9n));
  const member = fc.uniqueArray(change, { selector: ([at]) => at, maxLength: 20 });
  fc.assert(
    fc.property(fc.array(member, { maxLength: 4 }), fc.constantFrom(100n, 200n, 300n), (all, interval) => {
      const series = all.map((changes) => ({
        initial: 3n,
        steps: [...changes]
          .sort(([a], [b]) => Number(a - b))
          .map(([at, value]) => ({ block: at, at, value })),
      }));
      const hourly = series.map(({ initial, steps }) => {
        const hours = Map.groupBy(steps, ({ at }) => at / HOUR);
        return { initial, steps: [...hours.values()].flatMap((hour) => hour.slice(-1)) };
      });
      const whole = allocationBuckets(series, window, interval);
      const ends = allocationEnds(allocationBuckets(hourly, window, interval));

      expect(ends.map(({ nullReason, ...row }) => row)).toEqual(
        whole.map(({ nullReason, shares, ...row }) => ({
          ...row,
          shares: shares.map((share) => ({ ...share, timeWeightedShare: null })),
        })),
      );
      for (const { nullReason, totalUnits } of ends) {
        expect(nullReason?.split("timeWeightedShare").length).toBe(2);
        expect(nullReason?.startsWith("share: ")).toBe(totalUnits === 0n);
      }
    }),
  );
});
