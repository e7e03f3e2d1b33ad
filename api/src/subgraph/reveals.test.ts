import { expect, test } from "vitest";
import type { History } from "./History.ts";
import { type RevealFact, revealsOf } from "./reveals.ts";

const fact = (at: number, value: number): RevealFact => ({
  order: String(at),
  at: String(at),
  value: String(value),
});
const history: History<RevealFact, never> = {
  resolution: "RAW",
  window: { from: 10n, to: 30n },
  before: fact(5, 100),
  head: [fact(10, 200), fact(20, 300)],
  buckets: [],
  tail: [],
  newest: fact(20, 300),
};

test("each reveal is a run of its own, in chain order", () => {
  const read = revealsOf(history);
  expect(read.before).toBe(100n);
  expect(read.values).toEqual([200n, 300n]);
  expect(read.runs.map((run) => [run.firstAt, run.first])).toEqual([
    [10n, 200n],
    [20n, 300n],
  ]);
});

test("where hours were read there are no single values", () => {
  expect(revealsOf({ ...history, resolution: "HOUR" }).values).toBeNull();
  expect(revealsOf({ ...history, before: null }).before).toBeNull();
});
