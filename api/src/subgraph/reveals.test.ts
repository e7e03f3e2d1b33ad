import { expect, test } from "vitest";
import type { RevealFact } from "./FactKind.ts";
import type { History } from "./History.ts";
import { revealsOf } from "./reveals.ts";

const fact = (at: number, capped: number): RevealFact => ({
  order: String(at),
  at: String(at),
  raw: String(capped + 1),
  cap: String(capped),
  alphaBps: "2000",
  capped: String(capped),
  smoothed: String(capped - 1),
});
const history: History<RevealFact, never> = {
  resolution: "RAW",
  window: { from: 10n, to: 30n },
  before: fact(5, 100),
  head: [fact(10, 200), fact(20, 300)],
  buckets: [],
  tail: [],
};

test.each([
  ["RAW", 101n, [201n, 301n]],
  ["CAPPED", 100n, [200n, 300n]],
  ["SMOOTHED", 99n, [199n, 299n]],
] as const)("the basis %s takes its own figures", (basis, before, values) => {
  const read = revealsOf(history, basis);
  expect(read.before).toBe(before);
  expect(read.values).toEqual(values);
  expect(read.runs.map((run) => [run.firstAt, run.first])).toEqual([
    [10n, values[0]],
    [20n, values[1]],
  ]);
});

test("where hours were read there are no single values", () => {
  expect(revealsOf({ ...history, resolution: "HOUR" }, "CAPPED").values).toBeNull();
  expect(revealsOf({ ...history, before: null }, "CAPPED").before).toBeNull();
});
