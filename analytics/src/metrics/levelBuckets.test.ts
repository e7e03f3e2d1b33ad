import fc from "fast-check";
import { expect, test } from "vitest";
import { levelBuckets } from "./levelBuckets.ts";
import { joinAll, type Run, runOf } from "./run.ts";

test("a level holds until it is set, and a row without a change repeats it", () => {
  const runs = [
    { at: 2n, value: 30n },
    { at: 3n, value: 10n },
  ].map(runOf);
  const [first, second] = levelBuckets(20n, runs, { window: { from: 0n, to: 8n }, interval: 4n });
  expect(first).toMatchObject({ changes: 2, open: 20n, close: 10n, min: 10n, max: 30n, filled: false });
  expect(first?.timeWeightedMean?.toString()).toBe("20");
  expect(second).toMatchObject({ changes: 0, open: 10n, close: 10n, min: 10n, max: 10n, filled: true });
  expect(second?.timeWeightedMean?.toString()).toBe("10");
});

test("what was replaced in the first second never held", () => {
  const [row] = levelBuckets(99n, [runOf({ at: 0n, value: 1n })], {
    window: { from: 0n, to: 4n },
    interval: 4n,
  });
  expect(row).toMatchObject({ open: 99n, min: 1n, max: 1n });
});

test("each row agrees with a look at every second, whether changes come one by one or rolled up", () => {
  const changes = fc
    .array(fc.record({ at: fc.bigInt(0n, 99n), value: fc.bigInt(0n, 10n ** 20n) }), { maxLength: 30 })
    .map((all) => all.sort((a, b) => Number(a.at - b.at)));
  fc.assert(
    fc.property(changes, fc.bigInt(0n, 50n), fc.bigInt(1n, 40n), (all, before, interval) => {
      const span = { window: { from: 0n, to: 100n }, interval };
      const rows = levelBuckets(before, all.map(runOf), span);
      const hours = [...Map.groupBy(all, ({ at }) => at / interval).values()];
      const rolled = hours.map((hour) => joinAll(hour.map(runOf))).filter((run): run is Run => run !== null);
      expect(levelBuckets(before, rolled, span)).toEqual(rows);
      for (const { interval: slot, open, close, min, max, timeWeightedMean } of rows) {
        const levels: bigint[] = [];
        for (let second = slot.from; second < slot.to; second++) levels.push(levelAt(second));
        const set = all.filter(({ at }) => slot.from <= at && at < slot.to).map(({ value }) => value);
        expect(open).toBe(levelAt(slot.from - 1n));
        expect(close).toBe(levelAt(slot.to - 1n));
        expect([...levels, ...set].every((level) => min <= level && level <= max)).toBe(true);
        expect([...levels, ...set]).toEqual(expect.arrayContaining([min, max]));
        const sum = levels.reduce((total, level) => total + level, 0n);
        expect(timeWeightedMean?.times(levels.length).toFixed(0)).toBe(String(sum));
      }
      function levelAt(second: bigint): bigint {
        return all.filter(({ at }) => at <= second).at(-1)?.value ?? before;
      }
    }),
  );
});
