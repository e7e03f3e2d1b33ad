import { parse, print } from "graphql";
import { expect, test } from "vitest";
import { upstreamSchema } from "../schema.ts";
import { type Pin, pinRoots } from "./pinRoots.ts";

const schema = upstreamSchema();
const pin: Pin = async (wanted) => (wanted !== null && "number" in wanted ? wanted : { hash: "0xhead" });

test.each([
  ["{ sinks { id } }", '{ sinks(block: { hash: "0xhead" }) { id } }'],
  ["{ a: sinks(first: 3) { id } }", '{ a: sinks(first: 3, block: { hash: "0xhead" }) { id } }'],
  ["{ sinks(block: { number: 7 }, first: 1) { id } }", "{ sinks(first: 1, block: { number: 7 }) { id } }"],
  ["{ sinks(block: null) { id } }", '{ sinks(block: { hash: "0xhead" }) { id } }'],
  ["{ sinks(block: { number_gte: 3 }) { id } }", '{ sinks(block: { hash: "0xhead" }) { id } }'],
  ["{ _meta { block { number } } }", '{ _meta(block: { hash: "0xhead" }) { block { number } } }'],
  ["{ sinks { reveals { id } } }", '{ sinks(block: { hash: "0xhead" }) { reveals { id } } }'],
  ["{ ... on Query { sinks { id } } }", '{ ... on Query { sinks(block: { hash: "0xhead" }) { id } } }'],
  ["{ __typename }", "{ __typename }"],
])("%s", async (text, expected) => {
  expect(await pinned(text)).toBe(print(parse(expected)));
});

test("a root in a fragment is pinned, a field of the same name on another type is not", async () => {
  const text = "{ ...r } fragment r on Query { sinks { ...s } } fragment s on Protocol { sinks { id } }";
  const expected = text.replace("{ sinks { ...s", '{ sinks(block: { hash: "0xhead" }) { ...s');
  expect(await pinned(text)).toBe(print(parse(expected)));
});

test("a block in a variable is read, wholly or in part", async () => {
  const text =
    "query ($b: Block_height, $n: Int) { a: sinks(block: $b) { id } b: sinks(block: { number: $n }) { id } }";
  const result = await pinned(text, { b: { number: 4 }, n: 5 });
  expect(result).toContain("a: sinks(block: {number: 4})");
  expect(result).toContain("b: sinks(block: {number: 5})");
});

async function pinned(text: string, variables: Record<string, unknown> = {}): Promise<string> {
  return print(await pinRoots(parse(text), variables, schema, pin));
}
