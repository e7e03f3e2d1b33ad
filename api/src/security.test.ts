import type { FastifyInstance } from "fastify";
import { afterEach, expect, test, vi } from "vitest";
import { readConfig } from "./config.ts";
import { createServer } from "./server.ts";

// Port 9 is discard: nothing listens there. None of this needs graph-node.
const settings = { SUBGRAPH_URL: "http://127.0.0.1:9/none", LOG_LEVEL: "silent" };
const ASK = { method: "POST", url: "/graphql", payload: { query: "{ __typename }" } } as const;
let app: FastifyInstance;

afterEach(() => {
  vi.restoreAllMocks();
  return app.close();
});

async function serve(variables: Record<string, string>): Promise<FastifyInstance> {
  app = await createServer(readConfig({ ...settings, ...variables }));
  return app;
}

test("an address that asks too often gets 429 in GraphQL's shape, and is told when to come back", async () => {
  await serve({ RATE_LIMIT: "3" });
  for (let i = 0; i < 3; i++) expect((await app.inject(ASK)).statusCode).toBe(200);
  const refused = await app.inject(ASK);
  expect(refused.statusCode).toBe(429);
  expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
  const [error] = refused.json().errors;
  expect(error.message).toMatch(
    /^Your address has sent more than the 3 requests a minute allowed: ask again in \d+ s\.$/,
  );
  expect(error.extensions).toEqual({ code: "RATE_LIMITED" });
  const other = await app.inject({ ...ASK, remoteAddress: "127.0.0.2" });
  expect(other.statusCode).toBe(200);
  for (const url of ["/health", "/metrics"]) expect((await app.inject(url)).statusCode).toBe(200);
});

test.each([-86_400_000, 86_400_000])(
  "a minute of requests is a minute, though the clock jumps by %i ms in it",
  async (jump) => {
    await serve({ RATE_LIMIT: "1" });
    expect((await app.inject(ASK)).statusCode).toBe(200);
    const jumped = Date.now() + jump;
    vi.spyOn(Date, "now").mockReturnValue(jumped);
    const { statusCode, headers } = await app.inject(ASK);
    expect(statusCode).toBe(429);
    expect(Number(headers["retry-after"])).toBeLessThanOrEqual(60);
  },
);

test.each([
  ["nobody", {}, ["1.1.1.1", "2.2.2.2"], 429],
  ["one proxy", { TRUST_PROXY: "1" }, ["1.1.1.1", "2.2.2.2"], 200],
  [
    "one proxy, of which the client claims to be another",
    { TRUST_PROXY: "1" },
    ["1.1.1.1, 3.3.3.3", "2.2.2.2, 3.3.3.3"],
    429,
  ],
  ["another proxy", { TRUST_PROXY: "10.0.0.1" }, ["1.1.1.1", "2.2.2.2"], 429],
])(
  "with trust in %s, X-Forwarded-For tells clients apart as far as it can be believed",
  async (_, trust, from, status) => {
    await serve({ RATE_LIMIT: "1", ...trust });
    const [first, second] = from.map((address) => ({ ...ASK, headers: { "x-forwarded-for": address } }));
    expect((await app.inject(first ?? ASK)).statusCode).toBe(200);
    expect((await app.inject(second ?? ASK)).statusCode).toBe(status);
  },
);

test("other sites may not read answers when nothing is said", async () => {
  await serve({});
  const headers = { origin: "https://a.example" };
  const response = await app.inject({ ...ASK, headers });
  expect(response.headers).not.toHaveProperty("access-control-allow-origin");
  const asking = { ...headers, "access-control-request-method": "POST" };
  const preflight = await app.inject({ method: "OPTIONS", url: "/graphql", headers: asking });
  expect(preflight.headers).not.toHaveProperty("access-control-allow-origin");
});

test("sites that are named may, others may not", async () => {
  await serve({ CORS_ORIGINS: "https://a.example,https://b.example" });
  for (const [origin, allowed] of [
    ["https://b.example", "https://b.example"],
    ["https://c.example", undefined],
  ]) {
    const asking = {
      origin,
      "access-control-request-method": "POST",
      "access-control-request-headers": "content-type",
    };
    const preflight = await app.inject({ method: "OPTIONS", url: "/graphql", headers: asking });
    expect(preflight.headers["access-control-allow-origin"]).toBe(allowed);
    const response = await app.inject({ ...ASK, headers: { origin } });
    expect(response.headers["access-control-allow-origin"]).toBe(allowed);
  }
});

test("* is every site, without credentials", async () => {
  await serve({ CORS_ORIGINS: "*" });
  const { headers } = await app.inject({ ...ASK, headers: { origin: "https://a.example" } });
  expect(headers["access-control-allow-origin"]).toBe("*");
  expect(headers).not.toHaveProperty("access-control-allow-credentials");
});

test("the schema can be hidden", async () => {
  await serve({ INTROSPECTION: "false" });
  const payload = { query: "{ __schema { queryType { name } } }" };
  const response = await app.inject({ method: "POST", url: "/graphql", payload });
  expect(response.statusCode).toBe(400);
  expect(response.json().errors[0].extensions.code).toBe("GRAPHQL_VALIDATION_FAILED");
});

test("every answer carries the headers that keep browsers safe, and none that needs TLS", async () => {
  await serve({});
  const { headers } = await app.inject(ASK);
  expect(headers).toMatchObject({
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
  });
  expect(headers["content-security-policy"]).toContain("default-src 'self'");
  expect(headers).not.toHaveProperty("strict-transport-security");
  expect(headers).not.toHaveProperty("x-powered-by");
});
