import { expect, test } from "vitest";
import { lineageOf } from "./ancestor.ts";

// Two branches: a1 b1 c1 d1, and from a1 on b2 c2 d2.
const parents: Record<string, string> = { b1: "a1", c1: "b1", d1: "c1", b2: "a1", c2: "b2", d2: "c2" };
const parentOf = async (hash: string) => parents[hash] ?? null;
const known = new Map([
  [1, "a1"],
  [2, "b1"],
  [3, "c1"],
]);

test.each([
  ["the next block", { number: 4, hash: "d1" }, 3, ["d1"]],
  ["a block of the other branch, higher", { number: 4, hash: "d2" }, 1, ["d2", "c2", "b2"]],
  ["a block of the other branch, as high", { number: 3, hash: "c2" }, 1, ["c2", "b2"]],
  ["a known block that the index has gone back to", { number: 2, hash: "b1" }, 2, []],
])("%s", async (_, head, ancestor, passed) => {
  const lineage = await lineageOf(head, known, parentOf, 10);
  expect(lineage.ancestor).toBe(ancestor);
  expect(lineage.passed.map(({ hash }) => hash)).toEqual(passed);
});

test("it cannot be told where a parent is not known, or where it is too far", async () => {
  expect(await lineageOf({ number: 9, hash: "z" }, known, parentOf, 10)).toEqual({
    ancestor: null,
    passed: [{ number: 9, hash: "z" }],
  });
  expect((await lineageOf({ number: 4, hash: "d2" }, known, parentOf, 2)).ancestor).toBeNull();
  expect((await lineageOf({ number: 4, hash: "d2" }, known, parentOf, 3)).ancestor).toBe(1);
});
