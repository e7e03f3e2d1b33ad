import { readFileSync } from "node:fs";
import { buildSchema, parse, printSchema, validate } from "graphql";
import { expect, test } from "vitest";
import { upstreamSchema } from "../schema.ts";
import { exportPage, exportPlace } from "../subgraph/exportPages.ts";
import { collectionsOf } from "./collections.ts";
import { pagedOf } from "./Export.ts";

const served = buildSchema(printSchema(upstreamSchema()));
const entities = parse(readFileSync(new URL("../../../schema.graphql", import.meta.url), "utf8"));
const collections = collectionsOf(entities, served);

test("every list that graph-node serves can be exported", () => {
  const roots = Object.values(served.getQueryType()?.getFields() ?? {}).filter((field) =>
    String(field.type).startsWith("["),
  );
  expect([...collections.values()].map(({ root }) => root).sort()).toEqual(
    roots.map(({ name }) => name).sort(),
  );
});

test.each([...collections.values()])("graph-node's schema allows the pages of $name", (collection) => {
  const interval = collection.kind === "statistics" ? "hour" : null;
  const paged = pagedOf({ collection, interval });
  for (const query of [exportPage(paged), exportPlace(paged)])
    expect(validate(served, parse(query))).toEqual([]);
});

test("columns are those of schema.graphql in its order, the id first, references as ids, lists of others left out", () => {
  const columns = collections.get("slashes")?.columns.map(({ name }) => name);
  expect(columns?.slice(0, 9)).toEqual([
    "id",
    "blockNumber",
    "timestamp",
    "transactionHash",
    "logIndex",
    "sequence",
    "transactionFrom",
    "sink",
    "amount",
  ]);
  expect(columns).not.toContain("execution");
  const sink = collections.get("slashes")?.columns.find(({ name }) => name === "sink");
  expect(sink).toMatchObject({ type: "Bytes!", references: "Sink", description: "Sink that was slashed" });
  for (const { columns: all } of collections.values()) expect(all[0]?.name).toBe("id");
});

test("each says what it is, and what its rows are in the order of", () => {
  const kinds = ["reveals", "events", "sinks", "capacityPoints", "capacityStats"].map((name) => {
    const collection = collections.get(name);
    return [name, collection?.kind, collection?.order, collection?.filter];
  });
  expect(kinds).toEqual([
    ["reveals", "fact", "sequence", "Reveal_filter"],
    ["events", "fact", "sequence", "Event_filter"],
    ["sinks", "state", "id", "Sink_filter"],
    ["capacityPoints", "point", "id", "CapacityPoint_filter"],
    ["capacityStats", "statistics", "id", "CapacityStats_filter"],
  ]);
});
