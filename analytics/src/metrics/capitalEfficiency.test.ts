import fc from "fast-check";
import { expect, test } from "vitest";
import { Exact } from "../decimal.ts";
import { capitalEfficiency } from "./capitalEfficiency.ts";
import { runOf } from "./run.ts";

const day = 86_400n;
const flows = { staked: 0n, unstaked: 0n, slashed: 0n };

test("a stake of 100 that is paid 10 in two days earns 0.05 a day", () => {
  const result = capitalEfficiency(10n, { before: 100n, moves: [] }, { from: 0n, to: 2n * day });
  expect(result.meanStake?.toString()).toBe("100");
  expect(result.perDay?.toString()).toBe("0.05");
  expect(result.nullReason).toBeNull();
});

test("a stake that came at half time counts half", () => {
  const moves = [{ run: runOf({ at: day / 2n, value: 100n }), ...flows }];
  const result = capitalEfficiency(10n, { before: 0n, moves }, { from: 0n, to: day });
  expect(result.perDay?.toString()).toBe("0.2");
});

test("without a stake it is undefined, with its reason", () => {
  const result = capitalEfficiency(10n, { before: 0n, moves: [] }, { from: 0n, to: day });
  expect(result).toMatchObject({ perDay: null, nullReason: "perDay: there was no stake in the window" });
});

test("it agrees with a clock that looks at every second", () => {
  const changes = fc.array(fc.record({ at: fc.bigInt(0n, 49n), value: fc.bigInt(0n, 10n ** 24n) }), {
    maxLength: 8,
  });
  fc.assert(
    fc.property(changes, fc.bigInt(1n, 10n ** 24n), fc.bigInt(0n, 10n ** 24n), (all, before, drained) => {
      const sorted = all.sort((a, b) => Number(a.at - b.at));
      let sum = 0n;
      for (let second = 0n; second < 50n; second++) {
        sum += sorted.filter(({ at }) => at <= second).at(-1)?.value ?? before;
      }
      const moves = sorted.map((sample) => ({ run: runOf(sample), ...flows }));
      const { perDay } = capitalEfficiency(drained, { before, moves }, { from: 0n, to: 50n });
      const slow = sum === 0n ? null : new Exact(drained * day).div(new Exact(sum)).toPrecision(30);
      expect(perDay?.toPrecision(30) ?? null).toBe(slow);
    }),
  );
});
