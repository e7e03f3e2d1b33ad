import { buildSchema, parse, printSchema, validate } from "graphql";
import { expect, test } from "vitest";
import { upstreamSchema } from "../schema.ts";
import { BUFFERS_AT, NEWS, PARENT } from "./news.ts";

test.each([
  ["what happened", NEWS],
  ["some buffers", BUFFERS_AT],
  ["a parent", PARENT],
])("our question for %s is one that graph-node's schema allows", (_, query) => {
  const schema = buildSchema(printSchema(upstreamSchema()));
  expect(validate(schema, parse(query))).toEqual([]);
});
