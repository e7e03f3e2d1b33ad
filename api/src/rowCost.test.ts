import { type GraphQLField, getNamedType, isObjectType, Kind, parse } from "graphql";
import { expect, test } from "vitest";
import { rowCost } from "./rowCost.ts";
import { apiSchema } from "./schema.ts";

const schema = apiSchema();

test.each([
  ["{ __schema { types { name fields { name } } } }", 0, 0],
  ["{ _meta { block { number } } }", 2, 3],
  ["{ sinks { id } }", 100, 2],
  ["{ sinks(first: 5) { id } }", 5, 2],
  ["{ sinks(first: 0) { id } }", 0, 2],
  ["{ sinks(first: 5) { reveals(first: 10) { id sink { id } } } }", 5 * (1 + 10 * (1 + 1)), 4],
  ["{ a: sinks(first: 5) { id } b: sinks(first: 7) { id } }", 12, 2],
  ["{ sinks(first: 5) { throughput { drained } } }", 5 * 101, 3],
  ["query ($n: Int = 20) { sinks(first: $n) { id } }", 20, 2],
  [
    "{ ...roots } fragment roots on Query { sinks(first: 3) { ...s } } fragment s on Sink { reveals(first: 2) { id } }",
    9,
    3,
  ],
  ["{ events(first: 4) { ... on Reveal { sink { id } } } }", 8, 3],
  ["{ events(first: 4) { id ... on Reveal { sink { id } } ... on Slash { slasher { id } } } }", 12, 3],
  ['{ sinks(first: 5) { throughputOverTime(interval: "PT1H") { start total } } }', 505, 3],
  ['{ pipelines(first: 2) { bottleneckOverTime(interval: "PT1H") { stages { stageId } } } }', 202, 4],
  [
    "{ pipelines(first: 2) { bottleneck { taskType { reveals(first: 10) { id } } } } }",
    2 * (1 + 1 + 1 + 10),
    5,
  ],
  ["{ taskTypes(first: 3) { concentration { hhi } } }", 303, 3],
  ["{ buffers(first: 3) { queue(first: 1000) { depositId } } }", 303, 3],
  ["{ capacityStats_collection(interval: hour, first: 1000) { id } }", 1000, 2],
  ["{ sinks(first: 10) { id @skip(if: true) } asOf { blockNumber } }", 110, 2],
  ["{ slashes(first: 2) { audit { checks { evidence { id blockNumber } } } } }", 202, 5],
  ["{ integrity { holds } }", 50_000, 2],
  ["{ totals { entity count } }", 100, 2],
])("%s can touch %i rows, %i deep", (text, rows, depth) => {
  expect(cost(text)).toEqual({ rows, depth });
});

test("variables count, and a fragment that is spread often is computed once", () => {
  expect(cost("query ($n: Int) { sinks(first: $n) { id } }", { n: 1000 }).rows).toBe(1000);
  const levels = Array.from(
    { length: 30 },
    (_, i) => `fragment f${i} on Sink { ...f${i + 1} x${i}: id ...f${i + 1} }`,
  );
  const text = `{ sinks(first: 1) { ...f0 } } ${levels.join(" ")} fragment f30 on Sink { id }`;
  expect(cost(text).rows).toBe(1);
});

function cost(text: string, given: Record<string, unknown> = {}): { rows: number; depth: number } {
  const { definitions } = parse(text);
  const operation = definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) throw new Error("no operation");
  const fragments = definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  const byName = new Map(fragments.map((node) => [node.name.value, node]));
  return rowCost({ schema, operation, fragments: byName, variables: { n: 20, ...given } });
}

test("whatever we add that is worked out is priced, so that no list of it is free", () => {
  const roots: Record<string, string> = { SinkCapacity: "sinkCapacities", Slash: "slashes" };
  const types = [
    schema.getType("Query"),
    ...Object.values(schema.getTypeMap()).filter((type) => isEntity(type)),
  ];
  let checked = 0;
  for (const type of types) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const result = getNamedType(field.type);
      if (!isObjectType(result) || isEntity(result) || result.name.startsWith("_")) continue;
      const asked = `${field.name}${requiredOf(field)} { __typename }`;
      const root = roots[type.name] ?? `${type.name.charAt(0).toLowerCase()}${type.name.slice(1)}s`;
      const text = type.name === "Query" ? `{ ${asked} }` : `{ ${root}(first: 10) { ${asked} } }`;
      expect(cost(text).rows, text).toBeGreaterThanOrEqual(type.name === "Query" ? 100 : 1010);
      checked++;
    }
  }
  expect(checked).toBeGreaterThan(25);
});

function isEntity(type: unknown): boolean {
  return isObjectType(type) && /^(Bytes|Int8)!$/.test(String(type.getFields().id?.type));
}

function requiredOf({ args }: GraphQLField<unknown, unknown>): string {
  return args.some(({ name }) => name === "interval") ? '(interval: "PT1H")' : "";
}
