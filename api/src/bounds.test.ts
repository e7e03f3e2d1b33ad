import { Kind, parse } from "graphql";
import { expect, test } from "vitest";
import { outOfBounds } from "./bounds.ts";
import { apiSchema } from "./schema.ts";

const schema = apiSchema();

test.each([
  ["a list", "{ sinks(first: 1000) { id } }"],
  ["a hundred aliases", `{ ${aliases(100)} }`],
  [
    "twelve levels",
    `{ sinks(first: 1) ${"{ reveals(first: 1) { sink ".repeat(5)}{ id }${" } }".repeat(5)} }`,
  ],
])("%s is allowed", (_, text) => {
  expect(refusalOf(text)).toBeUndefined();
});

test.each([
  [
    "101 aliases",
    `{ ${aliases(101)} }`,
    "The query has 101 aliases, 100 are allowed: ask in parts, or for lists.",
  ],
  [
    "aliases in fragments",
    `{ ${aliases(60)} ...more } fragment more on Query { ${aliases(60)} }`,
    "The query has 120 aliases, 100 are allowed: ask in parts, or for lists.",
  ],
  [
    "fragments that spread one another twice each",
    `{ sinks(first: 1) { ...f0 } } ${doubling(40)} fragment f40 on Sink { id }`,
    "With its fragments the query has 1099511627777 fields, 5000 are allowed: ask in parts.",
  ],
  [
    "a filter of 13 parts in one another",
    `{ sinks(where: ${"{and: [".repeat(13)}${"]}".repeat(13)}) { id } }`,
    "A value is nested 26 deep, 24 are allowed: write the filter flatter.",
  ],
  [
    "13 levels",
    `{ sinks(first: 1) { reveals(first: 1) ${"{ sink { reveals(first: 1) ".repeat(5)}{ id }${" } }".repeat(5)} } }`,
    "Fields are nested 13 deep, 12 are allowed: ask in parts.",
  ],
  [
    "a million rows",
    "{ sinks(first: 1000) { reveals(first: 999) { id } } }",
    "The query could touch 1000000 rows, 500000 are allowed: say `first` on each collection, or ask in parts.",
  ],
  [
    "a million rows by the defaults",
    "{ taskTypes { capacities { reveals { id } } } }",
    "The query could touch 1010100 rows, 500000 are allowed: say `first` on each collection, or ask in parts.",
  ],
  [
    "a million rows by a variable, in fragments, of an interface's types",
    `query ($n: Int) { events(first: $n) { ...e } }
     fragment e on Event { ... on Reveal { sink { ...s } } } fragment s on Sink { slashes(first: $n) { id } }`,
    "The query could touch 1002000 rows, 500000 are allowed: say `first` on each collection, or ask in parts.",
  ],
  [
    "derived fields of too many",
    "{ sinks(first: 1000) { reliability: capacities(first: 5) { reliability { rate } } } }",
    "The query could touch 506000 rows, 500000 are allowed: say `first` on each collection, or ask in parts.",
  ],
])("%s are refused, with what they come to", (_, text, message) => {
  expect(refusalOf(text)).toMatchObject({
    message,
    extensions: { code: "TOO_COMPLEX", http: { status: 400 } },
  });
});

function aliases(count: number): string {
  return Array.from({ length: count }, (_, i) => `a${i}: __typename`).join(" ");
}

function doubling(count: number): string {
  return Array.from({ length: count }, (_, i) => `fragment f${i} on Sink { ...f${i + 1} ...f${i + 1} }`).join(
    " ",
  );
}

function refusalOf(text: string): Error | undefined {
  const { definitions } = parse(text);
  const operation = definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) throw new Error("no operation");
  const fragments = definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  const byName = new Map(fragments.map((node) => [node.name.value, node]));
  const query = { schema, operation, fragments: byName, variables: { n: 1000 } };
  return outOfBounds(query) ?? undefined;
}
