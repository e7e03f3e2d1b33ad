import fc from "fast-check";
import { expect, test } from "vitest";
import { changesOf, type Fact } from "./changes.ts";

const fact = (id: string, block: number, print = `${id}@${block}`): Fact => ({ id, block, print });
const ids = (facts: readonly Fact[]) => facts.map(({ id }) => id);

test("on the same branch all that comes after the last block is fresh", () => {
  const { fresh, forkedAt, gone } = changesOf([], [fact("a", 6), fact("b", 7)], { last: 5, ancestor: 5 });
  expect([ids(fresh), forkedAt, gone]).toEqual([["a", "b"], null, []]);
});

test("after a fork that the hashes show, everything from it on is told again", () => {
  const told = [fact("a", 4), fact("b", 5)];
  const now = [fact("a", 4), fact("c", 5), fact("d", 6)];
  const { fresh, forkedAt, gone } = changesOf(told, now, { last: 5, ancestor: 3 });
  expect([ids(fresh), forkedAt, ids(gone)]).toEqual([["a", "c", "d"], 4, ["a", "b"]]);
});

test.each([
  ["a fact is gone", [fact("a", 4)], ["a", "b"], 5],
  ["a fact is another", [fact("a", 4), fact("b", 5, "other")], ["b"], 5],
  ["a fact has moved", [fact("b", 4, "b@4"), fact("a", 6)], ["b", "a"], 4],
  ["a fact has come between", [fact("a", 4), fact("x", 4), fact("b", 5)], ["a", "x", "b"], 4],
])("where hashes do not tell, facts do: %s", (_, now, _fresh, forkedAt) => {
  const changes = changesOf([fact("a", 4), fact("b", 5)], now, { last: 5, ancestor: null });
  expect(changes.forkedAt).toBe(forkedAt);
  expect(changes.fresh).toEqual(now.filter(({ block }) => block >= forkedAt));
});

test("where hashes do not tell and nothing has changed, only what was not told is fresh", () => {
  const told = [fact("a", 4), fact("b", 5)];
  const changes = changesOf(told, [...told, fact("c", 6)], { last: 5, ancestor: null });
  expect([ids(changes.fresh), changes.forkedAt, changes.gone]).toEqual([["c"], null, []]);
});

test("who follows the changes holds what the chain holds, whatever it does", () => {
  const branch = fc.array(
    fc.record({ id: fc.integer({ min: 0, max: 9 }), step: fc.integer({ min: 0, max: 2 }) }),
    {
      maxLength: 12,
    },
  );
  fc.assert(
    fc.property(fc.array(branch, { minLength: 1, maxLength: 6 }), (branches) => {
      let held: Fact[] = [];
      let last = 0;
      for (const steps of branches) {
        let block = 1;
        const now = steps.map(({ id, step }) => {
          block += step;
          return fact(String(id), block, `${id}@${block}`);
        });
        const { fresh, forkedAt } = changesOf(held, unique(now), { last, ancestor: null });
        if (forkedAt !== null) held = held.filter((one) => one.block < forkedAt);
        held = [...held, ...fresh];
        last = Math.max(last, ...held.map((one) => one.block));
        expect(prints(held)).toEqual(prints(unique(now)));
      }
    }),
    { numRuns: 500 },
  );
});

function unique(facts: readonly Fact[]): Fact[] {
  return [...new Map(facts.map((one) => [one.print, one])).values()];
}

function prints(facts: readonly Fact[]): string[] {
  return facts.map(({ print }) => print).sort();
}
