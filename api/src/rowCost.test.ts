import { Kind, parse } from "graphql";
import { expect, test } from "vitest";
import { rowCost } from "./rowCost.ts";
import { apiSchema } from "./schema.ts";

const schema = apiSchema();

test.each([
  ["{ __schema { types { name fields { name } } } }", 0, 0],
  ["{ _meta { block { number } } }", 2, 3],
  ["{ sinks { id } }", 100, 2],
  ["{ sinks(first: 5) { id } }", 5, 2],
  ["{ sinks(first: 0) { id } }", 0, 2],
  ["{ sinks(first: 5) { reveals(first: 10) { id sink { id } } } }", 5 * (1 + 10 * (1 + 1)), 4],
  ["{ a: sinks(first: 5) { id } b: sinks(first: 7) { id } }", 12, 2],
  ["{ sinks(first: 5) { throughput { drained } } }", 5 * 101, 3],
  ["query ($n: Int = 20) { sinks(first: $n) { id } }", 20, 2],
  [
    "{ ...roots } fragment roots on Query { sinks(first: 3) { ...s } } fragment s on Sink { reveals(first: 2) { id } }",
    9,
    3,
  ],
  ["{ events(first: 4) { ... on Reveal { sink { id } } } }", 8, 3],
])("%s can touch %i rows, %i deep", (text, rows, depth) => {
  expect(cost(text)).toEqual({ rows, depth });
});

test("variables count, and a fragment that is spread often is computed once", () => {
  expect(cost("query ($n: Int) { sinks(first: $n) { id } }", { n: 1000 }).rows).toBe(1000);
  const levels = Array.from(
    { length: 30 },
    (_, i) => `fragment f${i} on Sink { ...f${i + 1} x${i}: id ...f${i + 1} }`,
  );
  const text = `{ sinks(first: 1) { ...f0 } } ${levels.join(" ")} fragment f30 on Sink { id }`;
  expect(cost(text).rows).toBe(1);
});

function cost(text: string, given: Record<string, unknown> = {}): { rows: number; depth: number } {
  const { definitions } = parse(text);
  const operation = definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) throw new Error("no operation");
  const fragments = definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  const byName = new Map(fragments.map((node) => [node.name.value, node]));
  return rowCost({ schema, operation, fragments: byName, variables: { n: 20, ...given } });
}
