import type { FastifyInstance } from "fastify";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readConfig } from "./config.ts";
import { createServer } from "./server.ts";

let app: FastifyInstance;

// Port 9 is discard: nothing listens there, as when graph-node is down.
beforeEach(async () => {
  app = await createServer(readConfig({ SUBGRAPH_URL: "http://127.0.0.1:9/none", LOG_LEVEL: "silent" }));
});

afterEach(() => app.close());

test("answers are counted by operation, errors by code, questions to graph-node by how they end", async () => {
  await ask("query Known { __typename }");
  await ask("query Known { __typename }");
  await ask("{ __typename }");
  await ask("query Broken { nosuch }");
  await ask("query Down { sinks { id } }");
  const figures = await metrics();
  expect(figures.get('manometer_request_seconds_count{operation="Known",from="MISS"}')).toBe(2);
  expect(figures.get('manometer_request_seconds_count{operation="anonymous",from="MISS"}')).toBe(2);
  expect(figures.get('manometer_request_seconds_count{operation="other",from="MISS"}')).toBe(1);
  expect(figures.get('manometer_errors_total{code="GRAPHQL_VALIDATION_FAILED"}')).toBe(1);
  expect(figures.get('manometer_errors_total{code="UPSTREAM_UNAVAILABLE"}')).toBe(1);
  expect(
    figures.get('manometer_upstream_seconds_count{endpoint="subgraph",answered="false"}'),
  ).toBeGreaterThan(0);
  expect(figures.get("manometer_breaker_open")).toBeGreaterThan(0);
  expect(figures.get("manometer_cache_entries")).toBe(0);
  expect(figures.has("manometer_head_block")).toBe(false);
  expect(figures.get("process_cpu_seconds_total")).toBeGreaterThan(0);
});

test("how far the index is gets asked for with the figures: there may be no other question", async () => {
  const asked = 'manometer_upstream_seconds_count{endpoint="subgraph",answered="false"}';
  expect((await metrics()).get(asked)).toBe(1);
});

test("however many names clients make up, a hundred are told apart", async () => {
  for (let i = 0; i < 120; i++) await ask(`query Name${i} { __typename }`);
  const names = [...(await metrics()).keys()].filter((name) =>
    name.startsWith("manometer_request_seconds_count"),
  );
  expect(names).toHaveLength(101);
  expect((await metrics()).get('manometer_request_seconds_count{operation="other",from="MISS"}')).toBe(20);
});

async function ask(query: string): Promise<void> {
  await app.inject({ method: "POST", url: "/graphql", payload: { query } });
}

async function metrics(): Promise<Map<string, number>> {
  const response = await app.inject("/metrics");
  expect(response.headers["content-type"]).toContain("text/plain");
  const lines = response.body.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ")))]),
  );
}
