import { type GraphQLNamedType, isEnumType, isInputObjectType, isObjectType, parse, validate } from "graphql";
import { expect, test } from "vitest";
import { apiSchema, upstreamSchema } from "./schema.ts";

const api = apiSchema();
const upstream = upstreamSchema();

test("the query that the README shows is valid", () => {
  const text = `{
    asOf { blockNumber blockHash }
    sinkCapacities(first: 5) {
      sink { id } taskType { id } smoothed
      volatility { n coefficientOfVariation resolution }
      reliability { rate expired }
    }
    slashes { amount reasonText stakeBefore stakeAfter }
  }`;
  expect(validate(api, parse(text))).toEqual([]);
});

test("everything that the subgraph serves is served", () => {
  const fields = Object.keys(upstream.getQueryType()?.getFields() ?? {});
  expect(Object.keys(api.getQueryType()?.getFields() ?? {})).toEqual(expect.arrayContaining(fields));
  expect(fields).toEqual(
    expect.arrayContaining(["reveals", "sinkCapacities", "events", "capacityStats_collection", "_meta"]),
  );
});

test("the indexer's logs are not", () => {
  expect(api.getQueryType()?.getFields()).not.toHaveProperty("_logs");
  expect(api.getType("_Log_")).toBeUndefined();
});

test("every type, field and value that we add is documented", () => {
  const ours = Object.values(api.getTypeMap()).filter((type) => !type.name.startsWith("__"));
  const added = ours.filter((type) => upstream.getType(type.name) === undefined);
  const bare = added.filter((type) => !type.description).map((type) => type.name);
  for (const type of ours) {
    const parts = isEnumType(type)
      ? type.getValues()
      : isObjectType(type) || isInputObjectType(type)
        ? Object.values(type.getFields())
        : [];
    const known = partsOf(upstream.getType(type.name));
    const silent = parts.filter((part) => !known.has(part.name) && !part.description);
    bare.push(...silent.map((part) => `${type.name}.${part.name}`));
  }
  expect(bare).toEqual([]);
  expect(added.map((type) => type.name)).toEqual(
    expect.arrayContaining(["Decimal", "Window", "Resolution", "AsOf"]),
  );
});

function partsOf(type: GraphQLNamedType | undefined): Set<string> {
  if (isEnumType(type)) return new Set(type.getValues().map((value) => value.name));
  return new Set(isObjectType(type) || isInputObjectType(type) ? Object.keys(type.getFields()) : []);
}
