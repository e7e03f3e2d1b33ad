import fc from "fast-check";
import { expect, test } from "vitest";
import type { Sample, Window } from "../series.ts";
import { add, type Moments, merge, momentsOf, NONE } from "./moments.ts";
import { heldMoments, join, joinAll, type Run, runOf } from "./run.ts";

const histories = fc
  .array(fc.record({ at: fc.bigInt(0n, 120n), value: fc.bigInt(0n, 10n ** 20n) }), { maxLength: 25 })
  .map((all) => all.sort((a, b) => Number(a.at - b.at)));

test("a value holds until the next one, and the last until the window's end", () => {
  expect(heldMoments(4n, runOf({ at: 3n, value: 8n }), { from: 0n, to: 5n })).toEqual({
    weight: 5n,
    sum: 28n,
    squares: 176n,
  });
});

test("time begins with the first known value", () => {
  expect(heldMoments(null, runOf({ at: 3n, value: 8n }), { from: 0n, to: 5n })).toEqual({
    weight: 2n,
    sum: 16n,
    squares: 128n,
  });
});

test("where nothing is known no time counts", () => {
  expect(heldMoments(null, null, { from: 0n, to: 5n })).toEqual(NONE);
});

test("it agrees with a clock that looks at every second", () => {
  fc.assert(
    fc.property(histories, fc.bigInt(0n, 130n), fc.bigInt(0n, 60n), (history, from, length) => {
      const window = { from, to: from + length };
      expect(heldIn(history, window)).toEqual(secondBySecond(history, window));
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
      ].map((window) => heldIn(history, window));
      expect(merge([left ?? NONE, right ?? NONE])).toEqual(all);
    }),
  );
});

test("however a history is cut, its parts join into the same run", () => {
  fc.assert(
    fc.property(histories, fc.array(fc.nat(25), { maxLength: 4 }), (history, cuts) => {
      const edges = [0, ...cuts.sort((a, b) => a - b), history.length];
      const parts = edges.slice(1).map((edge, index) => history.slice(edges[index], edge));
      const runs = parts.map((part) => joinAll(part.map(runOf))).filter((run): run is Run => run !== null);
      expect(joinAll(runs)).toEqual(joinAll(history.map(runOf)));
    }),
  );
});

test("a run knows its ends, its extremes and its moments", () => {
  const run = join(
    runOf({ at: 1n, value: 7n }),
    join(runOf({ at: 2n, value: 3n }), runOf({ at: 5n, value: 4n })),
  );
  expect(run).toMatchObject({ firstAt: 1n, lastAt: 5n, first: 7n, last: 4n, min: 3n, max: 7n });
  expect(run.counted).toEqual(momentsOf([7n, 3n, 4n]));
  expect(run.held).toEqual(momentsOf([7n, 3n, 3n, 3n]));
});

function heldIn(history: readonly Sample[], window: Window): Moments {
  const before = history.filter((sample) => sample.at < window.from).at(-1)?.value ?? null;
  const inside = history.filter((sample) => sample.at >= window.from && sample.at < window.to);
  return heldMoments(before, joinAll(inside.map(runOf)), window);
}

function secondBySecond(history: readonly Sample[], { from, to }: Window): Moments {
  let moments = NONE;
  for (let second = from; second < to; second++) {
    const held = history.filter((sample) => sample.at <= second).at(-1);
    if (held !== undefined) moments = add(moments, held.value);
  }
  return moments;
}
