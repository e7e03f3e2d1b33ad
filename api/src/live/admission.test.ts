import { GraphQLError, NoSchemaIntrospectionCustomRule } from "graphql";
import { expect, test } from "vitest";
import { MAX_TOKENS, VALIDATION_RULES } from "../apollo.ts";
import { apiSchema } from "../schema.ts";
import { type Asked, admit } from "./admission.ts";
import type { Wanted } from "./Wanted.ts";

const rules = { schema: apiSchema(), validationRules: VALIDATION_RULES, maxTokens: MAX_TOKENS };

test("what may run says what it is, in its own names", () => {
  const query = "subscription S($s: ID) { mine: reveals(sink: $s) { ...r } } fragment r on Reveal { id }";
  const wanted = admitted({ query, variables: { s: "0xAB" } });
  expect(wanted).toMatchObject({ kind: "reveals", name: "mine", sink: "0xab", taskType: null });
});

test("equal questions have equal keys, whatever their white space; others have others", () => {
  const key = (query: string, variables = {}) => admitted({ query, variables }).key;
  const query = "subscription ($s: ID) { reveals(sink: $s) { id } }";
  expect(key(query, { s: "0xab" })).toBe(key(query.replaceAll(" ", "\n "), { s: "0xab" }));
  expect(key(query, { s: "0xab" })).not.toBe(key(query, { s: "0xac" }));
  expect(key(query)).not.toBe(key(query.replace("{ id }", "{ sequence }")));
});

test.each([
  ["bad syntax", "subscription {", "GRAPHQL_PARSE_FAILED"],
  ["too many tokens", `subscription { slashes { ${"a: id ".repeat(2000)} } }`, "GRAPHQL_PARSE_FAILED"],
  ["a query", "{ sinks { id } }", "BAD_USER_INPUT"],
  ["a mutation", "mutation { a }", "BAD_USER_INPUT"],
  ["an unknown field", "subscription { slashes { nope } }", "GRAPHQL_VALIDATION_FAILED"],
  ["two roots", "subscription { slashes { id } reveals { id } }", "GRAPHQL_VALIDATION_FAILED"],
  ["a reserved alias", "subscription { slashes { manometer_id: id } }", "BAD_USER_INPUT"],
  ["an id that is none", 'subscription { buffer(taskType: "transcribe") { id } }', "UNKNOWN_ID"],
  [
    "a variable in a directive of the root",
    "subscription ($v: Boolean!) { slashes @include(if: $v) { id } }",
    "GRAPHQL_VALIDATION_FAILED",
  ],
  ["nothing", "subscription { slashes @skip(if: true) { id } }", "BAD_USER_INPUT"],
  ["a missing variable", "subscription ($t: ID!) { buffer(taskType: $t) { id } }", "BAD_USER_INPUT"],
  ["two operations", "subscription A { slashes { id } } subscription B { slashes { id } }", "BAD_USER_INPUT"],
  [
    "a million rows",
    "subscription { slashes { sink { capacities(first: 1000) { reveals(first: 1000) { id } } } } }",
    "TOO_COMPLEX",
  ],
  [
    "a deep one",
    `subscription { reveals ${"{ sink { reveals(first: 1) ".repeat(6)}{ id }${" } }".repeat(6)} }`,
    "TOO_COMPLEX",
  ],
])("%s is refused before it runs", (_, query, code) => {
  const errors = refused({ query });
  expect(errors[0]?.extensions).toEqual({ code });
  expect(errors[0]).toBeInstanceOf(GraphQLError);
});

test("introspection is refused where queries may not do it either", () => {
  const validationRules = [...VALIDATION_RULES, NoSchemaIntrospectionCustomRule];
  const query = "subscription S { slashes { id } } query Q { __schema { types { name } } }";
  expect(admitted({ query, operationName: "S" }).kind).toBe("slashes");
  expect(refused({ query, operationName: "S" }, { ...rules, validationRules })[0]?.message).toMatch(
    /introspection/i,
  );
});

function admitted(asked: Asked): Wanted {
  const wanted = admit(asked, rules);
  if (!("key" in wanted)) throw new Error(JSON.stringify(wanted));
  return wanted;
}

function refused(asked: Asked, by = rules): readonly GraphQLError[] {
  const errors = admit(asked, by);
  if ("key" in errors) throw new Error("it was admitted");
  return errors;
}
