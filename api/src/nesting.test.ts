import { Kind, parse } from "graphql";
import { expect, test } from "vitest";
import { nesting, writtenNesting } from "./nesting.ts";

test.each([
  [1, 0],
  [null, 0],
  [{}, 1],
  [[], 1],
  [{ v: 1 }, 1],
  [{ v: { and: [{ id: "0x" }] } }, 4],
  [{ a: [1, [2]], b: 3 }, 3],
])("%j is nested %i deep", (value, depth) => {
  expect(nesting(value)).toBe(depth);
});

test("a value that is too deep for recursion is counted", () => {
  let value: unknown = 1;
  for (let level = 0; level < 100_000; level++) value = [value];
  expect(nesting(value)).toBe(100_000);
});

test("the deepest argument of an operation and its fragments counts", () => {
  const [operation, fragment] = parse(
    "{ sinks(first: 1, where: {id_in: []}) { ...f } } fragment f on Sink { reveals(where: {and: [{id: 1}]}) { id } }",
  ).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION || fragment?.kind !== Kind.FRAGMENT_DEFINITION)
    throw new Error("no operation");
  expect(writtenNesting({ operation, fragments: new Map() })).toBe(2);
  expect(writtenNesting({ operation, fragments: new Map([["f", fragment]]) })).toBe(3);
});
