import { readFileSync } from "node:fs";
import { isInterfaceType, isObjectType, Kind, parse, print } from "graphql";
import { expect, test } from "vitest";
import { upstreamSchema } from "../schema.ts";

test("the snapshot of graph-node's schema has every type and field of schema.graphql, with its type", () => {
  const entities = parse(readFileSync(new URL("../../../schema.graphql", import.meta.url), "utf8"));
  const served = upstreamSchema().getTypeMap();
  const missing: string[] = [];
  for (const node of entities.definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const type = served[node.name.value];
    const fields = isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};
    for (const field of node.fields ?? []) {
      const found = fields[field.name.value]?.type;
      if (String(found) !== print(field.type))
        missing.push(`${node.name.value}.${field.name.value}: ${print(field.type)}`);
    }
  }
  expect(missing).toEqual([]);
});
