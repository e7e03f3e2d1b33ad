import fc from "fast-check";
import { expect, test } from "vitest";
import { byInterval, intervalCount, intervalsOf } from "./series.ts";

const windows = fc
  .tuple(fc.bigInt(0n, 1000n), fc.bigInt(0n, 300n))
  .map(([from, length]) => ({ from, to: from + length }));

test("the last interval ends with the window", () => {
  expect(intervalsOf({ from: 10n, to: 15n }, 2n)).toEqual([
    { from: 10n, to: 12n },
    { from: 12n, to: 14n },
    { from: 14n, to: 15n },
  ]);
});

test("an empty window has no interval", () => {
  expect(intervalsOf({ from: 10n, to: 10n }, 2n)).toEqual([]);
  expect(intervalCount({ from: 10n, to: 3n }, 2n)).toBe(0n);
});

test("intervals follow each other from end to end of the window", () => {
  fc.assert(
    fc.property(windows, fc.bigInt(1n, 60n), (window, interval) => {
      const slots = intervalsOf(window, interval);
      const seconds = slots.flatMap(({ from, to }) => range(from, to));
      expect(seconds).toEqual(range(window.from, window.to));
      expect(BigInt(slots.length)).toBe(intervalCount(window, interval));
    }),
  );
});

test("a fact falls into the interval that holds its moment, and in no other", () => {
  const facts = fc.array(fc.record({ at: fc.bigInt(0n, 1400n) }), { maxLength: 40 });
  fc.assert(
    fc.property(windows, fc.bigInt(1n, 60n), facts, (window, interval, all) => {
      const expected = intervalsOf(window, interval).map(({ from, to }) =>
        all.filter(({ at }) => from <= at && at < to),
      );
      expect(byInterval(all, ({ at }) => at, window, interval)).toEqual(expected);
    }),
  );
});

function range(from: bigint, to: bigint): bigint[] {
  return Array.from({ length: Number(to - from) }, (_, index) => from + BigInt(index));
}
