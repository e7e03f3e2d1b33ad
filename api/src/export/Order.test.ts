import { readFileSync } from "node:fs";
import { parse } from "graphql";
import { expect, test } from "vitest";
import { apiSchema, upstreamSchema } from "../schema.ts";
import { collectionsOf } from "./collections.ts";
import { orderOf, type Parameters } from "./Order.ts";

const schema = apiSchema();
const entities = parse(readFileSync(new URL("../../../schema.graphql", import.meta.url), "utf8"));
const collections = collectionsOf(entities, upstreamSchema());
const HASH = `0x${"Ab".repeat(32)}`;

function ordered(name: string, parameters: Parameters) {
  const collection = collections.get(name);
  if (collection === undefined) throw new Error(`no ${name}`);
  return orderOf(collection, "csv", parameters, schema);
}

test("without parameters it is everything at the newest block", () => {
  expect(ordered("reveals", {})).toMatchObject({ where: {}, block: null, after: null, interval: null });
});

test("a filter is one of GraphQL's, its numbers as strings", () => {
  const where = { or: [{ raw_gt: 5 }, { sink_: { id: "0xab" } }], isOverclaim: true };
  expect(ordered("reveals", { where: JSON.stringify(where) }).where).toEqual({
    ...where,
    or: [{ raw_gt: "5" }, where.or[1]],
  });
});

test("a block is a number or a hash, hours are the default of statistics", () => {
  expect(ordered("sinks", { block: "7" }).block).toEqual({ number: 7 });
  expect(ordered("sinks", { block: HASH }).block).toEqual({ hash: HASH.toLowerCase() });
  expect(ordered("capacityStats", {}).interval).toBe("hour");
  expect(ordered("capacityStats", { interval: "day", after: "123" })).toMatchObject({
    interval: "day",
    after: "123",
  });
});

test.each([
  ["reveals", { where: "{" }, /`where` is no JSON/],
  ["reveals", { where: '"a"' }, /`where`: Expected type "Reveal_filter" to be an object/],
  ["reveals", { where: '{"nope":1}' }, /Field "nope" is not defined by type "Reveal_filter"/],
  ["reveals", { where: '{"or":[{"raw_gt":{}}]}' }, /`where\.or\.0\.raw_gt`/],
  ["reveals", { block: "latest" }, /`block` is "latest": it must be a block's number/],
  ["reveals", { block: "4294967296" }, /`block` is/],
  ["reveals", { after: "x" }, /`after` is "x": it must be the id of the last row/],
  ["capacityPoints", { after: "0xab" }, /`after` is "0xab"/],
  ["reveals", { interval: "hour" }, /reveals has neither: leave it out/],
  ["capacityStats", { interval: "week" }, /must be hour or day/],
  ["reveals", { first: "5" }, /There is no parameter `first`: there are where, block, after, interval/],
  ["reveals", { block: ["1", "2"] }, /`block` is given more than once/],
])("%s with %o is refused", (name, parameters, message) => {
  expect(() => ordered(name, parameters)).toThrow(message);
});
