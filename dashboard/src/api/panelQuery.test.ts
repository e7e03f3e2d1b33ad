import { buildSchema, parse, validate } from "graphql";
import { expect, test } from "vitest";
import { panelQuery } from "./panelQuery.ts";

const document = parse(`
  query Page($id: ID!, $interval: String!) {
    asOf { ...Fresh }
    now: thing(id: $id) { name }
    series: thing(id: $id) { rows(interval: $interval) { name } }
  }
  fragment Fresh on Thing { name }
`);
const schema = buildSchema(`
  type Query { asOf: Thing thing(id: ID!): Thing }
  type Thing { name: String rows(interval: String!): [Thing] }
`);
const variables = { id: "0xab", interval: "PT1H" };

test.each([
  ["asOf", {}],
  ["now", { id: "0xab" }],
  ["series", variables],
])("the query behind %s is valid by itself, with its variables alone", (root, used) => {
  const question = panelQuery(document, root, variables);
  expect(validate(schema, parse(question.query))).toEqual([]);
  expect(JSON.parse(question.variables)).toEqual(used);
  expect(question.query.match(/^ {2}\w/gm)).toHaveLength(root === "asOf" ? 2 : 1);
});
