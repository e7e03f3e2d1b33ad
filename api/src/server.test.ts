import { type AddressInfo, connect } from "node:net";
import type { FastifyInstance } from "fastify";
import { getIntrospectionQuery } from "graphql";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "./config.ts";
import { createServer } from "./server.ts";

// Port 9 is discard: nothing listens there, as when graph-node is down.
const config = readConfig({ SUBGRAPH_URL: "http://127.0.0.1:9/subgraphs/name/none", LOG_LEVEL: "silent" });
let app: FastifyInstance;

beforeAll(async () => {
  app = await createServer(config);
  await app.listen({ port: 0, host: "127.0.0.1" });
});

afterAll(() => app.close());

test("the process is healthy and not ready while graph-node is down", async () => {
  expect((await app.inject("/health")).json()).toEqual({ status: "ok" });
  const ready = await app.inject("/ready");
  expect(ready.statusCode).toBe(503);
  expect(ready.json()).toEqual({
    ready: false,
    reason: "graph-node cannot be reached: ask again later.",
    blockNumber: null,
  });
});

test.each(["{ sinks { id } }", "{ asOf { blockNumber } }", '{ sink(id: "0x") { throughput { drained } } }'])(
  "%s is answered with UPSTREAM_UNAVAILABLE, without a stack trace",
  async (query) => {
    const response = await ask({ query });
    expect(response.statusCode).toBe(200);
    const { errors, extensions } = response.json();
    expect(errors[0].extensions).toEqual({ code: "UPSTREAM_UNAVAILABLE" });
    expect(errors[0].message).toBe("graph-node cannot be reached: ask again later.");
    expect(extensions).toEqual({ asOf: null });
    expect(response.body).not.toMatch(/\.ts|node_modules|ECONN/);
  },
);

test("the schema can be read all the same", async () => {
  const response = await ask({ query: getIntrospectionQuery() });
  expect(response.json().errors).toBeUndefined();
  const names = response.json().data.__schema.types.map(({ name }: { name: string }) => name);
  expect(names).toEqual(expect.arrayContaining(["SinkCapacity", "CapacityVolatility", "Window", "AsOf"]));
});

test.each([
  ["bad syntax", { query: "{ sinks" }, "GRAPHQL_PARSE_FAILED"],
  ["an unknown field", { query: "{ nosuch }" }, "GRAPHQL_VALIDATION_FAILED"],
  ["a missing variable", { query: "query ($n: Int!) { sinks(first: $n) { id } }" }, "BAD_USER_INPUT"],
  [
    "another operation's name",
    { query: "query Q { __typename }", operationName: "R" },
    "OPERATION_RESOLUTION_FAILURE",
  ],
  ["no query", {}, "BAD_REQUEST"],
  ["a mutation", { query: "mutation { a }" }, "BAD_USER_INPUT"],
  ["too many tokens", { query: `{ ${"a: __typename ".repeat(2000)} }` }, "GRAPHQL_PARSE_FAILED"],
])("%s is a 400 with its code", async (_, body, code) => {
  const response = await ask(body);
  expect(response.statusCode).toBe(400);
  expect(response.json().errors[0].extensions.code).toBe(code);
});

test.each([
  ["a million rows", "{ taskTypes { capacities { reveals { id } } } }", /1010100 rows, 500000 are allowed/],
  [
    "a deep one",
    `{ sinks(first: 1) ${"{ reveals(first: 1) { sink ".repeat(6)}{ id }${" } }".repeat(6)} }`,
    /14 deep, 12 are allowed/,
  ],
])("a query for %s is refused before it runs", async (_, query, message) => {
  const response = await ask({ query });
  expect(response.statusCode).toBe(400);
  const [error] = response.json().errors;
  expect(error.extensions.code).toBe("TOO_COMPLEX");
  expect(error.message).toMatch(message);
});

test.each([
  "subscription ($v: Boolean!) { slashes @include(if: $v) { id } }",
  "subscription { slashes @include(if: 1) { id } }",
  "subscription { ...s } fragment s on Subscription { ... on Subscription { slashes @skip { id } } }",
])("%s is refused as a query", async (query) => {
  const response = await ask({ query });
  expect([response.statusCode, response.json().errors[0].extensions]).toEqual([400, { code: "BAD_REQUEST" }]);
});

test("variables that are too deep to be read are refused", async () => {
  const query = "query ($w: Sink_filter) { sinks(where: $w) { id } }";
  const payload = `{"query":"${query}","variables":{"w":${'{"and":['.repeat(20_000)}${"]}".repeat(20_000)}}}`;
  const headers = { "content-type": "application/json" };
  const response = await app.inject({ method: "POST", url: "/graphql", headers, payload });
  expect([response.statusCode, response.json().errors[0]]).toEqual([
    400,
    {
      message: "A value is nested 40000 deep, 24 are allowed: write the filter flatter.",
      extensions: { code: "TOO_COMPLEX" },
    },
  ]);
});

test("what Fastify refuses looks like GraphQL", async () => {
  const headers = { "content-type": "application/json" };
  const broken = await app.inject({ method: "POST", url: "/graphql", headers, payload: "{" });
  expect([broken.statusCode, broken.json().errors[0].extensions.code]).toEqual([400, "BAD_REQUEST"]);
  const payload = JSON.stringify({ query: `#${"x".repeat(300_000)}` });
  const large = await app.inject({ method: "POST", url: "/graphql", headers, payload });
  expect([large.statusCode, large.json().errors[0].extensions.code]).toEqual([413, "BAD_REQUEST"]);
  const missing = await app.inject("/nowhere");
  expect([missing.statusCode, missing.json().errors[0].message]).toEqual([
    404,
    expect.stringContaining("POST /graphql"),
  ]);
});

test("an address that cannot be read is refused in GraphQL's shape", async () => {
  const response = await app.inject("/%");
  expect([response.statusCode, response.json().errors[0].extensions.code]).toEqual([400, "BAD_REQUEST"]);
});

test.each([
  ["no HTTP", "hello\r\n\r\n", 400],
  ["headers that never end", `GET / HTTP/1.1\r\nX: ${"x".repeat(100_000)}`, 431],
])("%s is refused in GraphQL's shape", async (_, bytes, status) => {
  const { port } = app.server.address() as AddressInfo;
  const socket = connect(port, "127.0.0.1").setEncoding("utf8");
  socket.write(bytes);
  const text = (await socket.toArray()).join("");
  expect(text).toMatch(`HTTP/1.1 ${status} `);
  expect(JSON.parse(text.split("\r\n\r\n")[1] ?? "").errors[0].extensions).toEqual({ code: "BAD_REQUEST" });
});

test("a plain GET cannot be forged by another site", async () => {
  const response = await app.inject("/graphql?query={__typename}");
  expect(response.statusCode).toBe(400);
  expect(response.body).toContain("CSRF");
});

test("a browser gets GraphiQL from our own files, under a policy that allows no others", async () => {
  const page = await app.inject({ url: "/graphql", headers: { accept: "text/html,*/*" } });
  expect(page.headers["content-type"]).toContain("text/html");
  expect(page.headers["content-security-policy"]).toContain("script-src 'self';");
  expect(page.headers["content-security-policy"]).not.toContain("upgrade-insecure-requests");
  expect(page.headers).not.toHaveProperty("strict-transport-security");
  const links = [...page.body.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, link]) => link ?? "");
  expect(links).toHaveLength(6);
  for (const link of links) {
    expect(link).toMatch(/^\/graphiql\//);
    expect((await app.inject(link)).statusCode).toBe(200);
  }
});

function ask(payload: object) {
  return app.inject({ method: "POST", url: "/graphql", payload });
}
