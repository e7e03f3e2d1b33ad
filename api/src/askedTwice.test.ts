import { parse, print } from "graphql";
import { expect, test } from "vitest";
import { withoutLeftOut, withSomething } from "./askedTwice.ts";

test.each([
  ["{ sinks { id @include(if: false) id } }", "{ sinks { id } }"],
  ["{ sinks { id @skip(if: true) stake id } }", "{ sinks { stake id } }"],
  ["{ sinks { id @include(if: $no) id @include(if: $yes) } }", "{ sinks { id @include(if: $yes) } }"],
  ["{ sinks { id @include(if: false) } }", "{ sinks { id @include(if: false) } }"],
  ["{ sinks { a: id @skip(if: true) id } }", "{ sinks { a: id @skip(if: true) id } }"],
  [
    "{ sinks { id @include(if: false) ... on Sink { id } } }",
    "{ sinks { id @include(if: false) ... on Sink { id } } }",
  ],
])("%s", (text, expected) => {
  expect(print(withoutLeftOut(parse(text), { yes: true, no: false }))).toBe(print(parse(expected)));
});

test("a document without such fields is the same object", () => {
  const document = parse("{ sinks { id stake @include(if: true) } }");
  expect(withoutLeftOut(document, {})).toBe(document);
});

test.each([
  ["{ sinks { id @include(if: false) } }", "{ sinks { id @include(if: false) __typename } }"],
  ["{ sinks { ...f @skip(if: $yes) } }", "{ sinks { ...f @skip(if: $yes) __typename } }"],
  ["{ sinks { id @skip(if: $yes) stake } }", "{ sinks { id @skip(if: $yes) stake } }"],
])("%s asks graph-node for something", (text, expected) => {
  expect(print(withSomething(parse(text), { yes: true, no: false }))).toBe(print(parse(expected)));
});
