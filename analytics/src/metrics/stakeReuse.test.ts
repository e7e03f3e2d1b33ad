import fc from "fast-check";
import { expect, test } from "vitest";
import { Exact } from "../decimal.ts";
import { stakeReuse } from "./stakeReuse.ts";

test("two promises of half the cap are one cap", () => {
  expect(stakeReuse([5n, 5n], 10n).ratio?.toString()).toBe("1");
  expect(stakeReuse([10n, 5n], 10n).ratio?.toString()).toBe("1.5");
});

test("who serves nothing reuses nothing", () => {
  expect(stakeReuse([], 10n)).toMatchObject({ taskTypes: 0, nullReason: null });
  expect(stakeReuse([], 10n).ratio?.toString()).toBe("0");
});

test("without a cap it is undefined, with its reason", () => {
  expect(stakeReuse([0n], 0n)).toEqual({ taskTypes: 1, ratio: null, nullReason: "ratio: the cap is 0" });
});

test("it is the sum of each task type's own ratio", () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt(0n, 10n ** 12n)), fc.bigInt(1n, 10n ** 12n), (all, cap) => {
      const slow = all.reduce((sum, one) => sum.plus(new Exact(one).div(new Exact(cap))), new Exact(0));
      expect(stakeReuse(all, cap).ratio?.toFixed(18)).toBe(slow.toFixed(18));
    }),
  );
});
