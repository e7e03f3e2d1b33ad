import { getVariableValues, Kind, parse } from "graphql";
import { expect, test } from "vitest";
import { apiSchema } from "../schema.ts";
import { rootHeights, wantedHeight } from "./rootHeights.ts";

const schema = apiSchema();

test("a root is known by its key in the response", () => {
  expect(
    heights("{ a: sinks(block: { number: 7 }) { id } sinks { id } asOf { blockNumber } __typename }"),
  ).toEqual({
    a: { number: 7 },
    sinks: null,
  });
});

test("blocks come from variables, their defaults and fragments as well", () => {
  const text = `query ($b: Block_height = { number_gte: 3 }, $h: Bytes) { ...r ... on Query { s: sink(id: "0x", block: { hash: $h }) { id } } }
    fragment r on Query { sinks(block: $b) { id } }`;
  expect(heights(text, { h: "0xAB" })).toEqual({ sinks: { number_gte: 3 }, s: { hash: "0xab" } });
});

test("what is skipped names nothing", () => {
  const text =
    "query ($no: Boolean!) { sinks(block: { number: 7 }) @include(if: $no) { id } a: sinks @skip(if: true) { id } }";
  expect(heights(text, { no: false })).toEqual({});
});

test.each([[undefined], [null], [{}], [7], [{ hash: null }]])("%j names no block", (value) => {
  expect(wantedHeight(value)).toBeNull();
});

function heights(text: string, given: Record<string, unknown> = {}): Record<string, unknown> {
  const { definitions } = parse(text);
  const operation = definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) throw new Error("no operation");
  const fragments = definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], given);
  const byName = new Map(fragments.map((node) => [node.name.value, node]));
  return Object.fromEntries(rootHeights({ schema, operation, fragments: byName, variables: coerced ?? {} }));
}
