import { expect, test } from "vitest";
import type { FactRow } from "../subgraph/news.ts";
import { factsOf, Past } from "./Past.ts";

const row = (id: string, block: number, index = 0): FactRow => ({
  id,
  blockNumber: String(block),
  sequence: String((BigInt(block) << 32n) + BigInt(index)),
  sink: { id: "0x" },
});
const ids = (facts: readonly { readonly id: string }[]) => facts.map(({ id }) => id);

test("facts of both kinds are in the order of the chain", () => {
  const facts = factsOf({
    reveals: [row("a", 9, 3), row("b", 10, 0)],
    slashes: [row("c", 9, 4), row("d", 2, 9)],
  });
  expect(ids(facts)).toEqual(["d", "a", "c", "b"]);
  expect(facts.map(({ kind, block }) => [kind, block])).toEqual([
    ["slashes", 2],
    ["reveals", 9],
    ["slashes", 9],
    ["reveals", 10],
  ]);
});

test("only the last blocks are remembered", () => {
  const past = new Past(10);
  past.replaceFacts(
    { after: 0, upTo: 30 },
    factsOf({ reveals: [row("a", 5), row("b", 20), row("c", 30)], slashes: [] }),
  );
  past.moveTo(20, [{ number: 20, hash: "t" }]);
  past.moveTo(30, [{ number: 30, hash: "u" }]);
  expect([...past.hashes]).toEqual([
    [20, "t"],
    [30, "u"],
  ]);
  expect(ids(past.factsIn({ after: 0, upTo: 99 }))).toEqual(["b"]);
  past.moveTo(31, [{ number: 31, hash: "v" }]);
  expect(past.hashes.has(20)).toBe(false);
  expect(past.factsIn({ after: 0, upTo: 99 })).toEqual([]);
});

test("a range of blocks is replaced, and no other", () => {
  const past = new Past(100);
  past.replaceFacts(
    { after: 0, upTo: 9 },
    factsOf({ reveals: [row("a", 4), row("b", 5), row("c", 7)], slashes: [] }),
  );
  past.replaceFacts({ after: 4, upTo: 6 }, factsOf({ reveals: [row("x", 6)], slashes: [] }));
  expect(ids(past.factsIn({ after: 0, upTo: 9 })).sort()).toEqual(["a", "c", "x"]);
});

test("a buffer has changed when its figures have; what was learnt is what it was", () => {
  const past = new Past(10);
  const buffer = (id: string, level: string) => ({ id, level });
  expect(past.unknownBuffers(["a", "b"])).toEqual(["a", "b"]);
  past.learnBuffers([buffer("a", "1"), buffer("b", "1")]);
  expect(past.unknownBuffers(["a", "b", "c"])).toEqual(["c"]);
  expect(past.changedBuffers([buffer("a", "1"), buffer("b", "2")])).toEqual(new Set(["b"]));
  expect(past.changedBuffers([buffer("a", "1"), buffer("b", "2")])).toEqual(new Set());
});
