import fc from "fast-check";
import { expect, test } from "vitest";
import type { Steps, Window } from "../series.ts";
import { add, type Moments, merge, NONE } from "./moments.ts";
import { heldMoments } from "./timeWeighted.ts";

const histories = fc
  .array(fc.record({ at: fc.bigInt(0n, 120n), value: fc.bigInt(0n, 10n ** 20n) }), { maxLength: 25 })
  .map((all) => all.sort((a, b) => Number(a.at - b.at)));

test("a value holds until the next one, and the last until the window's end", () => {
  const steps = { before: 4n, samples: [{ at: 3n, value: 8n }] };
  expect(heldMoments(steps, { from: 0n, to: 5n })).toEqual({ weight: 5n, sum: 28n, squares: 176n });
});

test("time begins with the first known value", () => {
  const steps = { before: null, samples: [{ at: 3n, value: 8n }] };
  expect(heldMoments(steps, { from: 0n, to: 5n })).toEqual({ weight: 2n, sum: 16n, squares: 128n });
});

test("where nothing is known no time counts", () => {
  expect(heldMoments({ before: null, samples: [] }, { from: 0n, to: 5n })).toEqual(NONE);
});

test("it agrees with a clock that looks at every second", () => {
  fc.assert(
    fc.property(histories, fc.bigInt(0n, 130n), fc.bigInt(0n, 60n), (history, from, length) => {
      const window = { from, to: from + length };
      expect(heldMoments(within(history, window), window)).toEqual(secondBySecond(history, window));
    }),
  );
});

test("the moments of two neighbouring windows are those of both", () => {
  fc.assert(
    fc.property(histories, fc.bigInt(0n, 50n), fc.bigInt(50n, 130n), (history, cut, end) => {
      const [all, left, right] = [
        { from: 0n, to: end },
        { from: 0n, to: cut },
        { from: cut, to: end },
      ].map((window) => heldMoments(within(history, window), window));
      expect(merge([left ?? NONE, right ?? NONE])).toEqual(all);
    }),
  );
});

function within(history: Steps["samples"], { from, to }: Window): Steps {
  const before = history.filter((sample) => sample.at < from).at(-1)?.value ?? null;
  return { before, samples: history.filter((sample) => sample.at >= from && sample.at < to) };
}

function secondBySecond(history: Steps["samples"], { from, to }: Window): Moments {
  let moments = NONE;
  for (let second = from; second < to; second++) {
    const held = history.filter((sample) => sample.at <= second).at(-1);
    if (held !== undefined) moments = add(moments, held.value);
  }
  return moments;
}
