import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "../config.ts";
import { createServer } from "../server.ts";

let app: FastifyInstance;

// Port 9 is discard: nothing listens there, as when graph-node is down.
beforeAll(async () => {
  const url = "http://127.0.0.1:9/subgraphs/name/none";
  app = await createServer(readConfig({ SUBGRAPH_URL: url, LOG_LEVEL: "silent" }));
});

afterAll(() => app.close());

test.each(["0x", "0xac", `0x${"zz".repeat(36)}`, "..%2f..%2fpackage", `0x${"ab".repeat(36)}.json`])(
  "%s is no slash's id: 400, in GraphQL's shape",
  async (id) => {
    const response = await app.inject(`/audits/${id}.json`);
    expect(response.statusCode).toBe(400);
    const [error] = response.json().errors;
    expect(error.extensions).toEqual({ code: "BAD_USER_INPUT" });
    expect(error.message).toContain("is no slash's id");
  },
);

test("while graph-node is down a bundle is 503, without a stack trace", async () => {
  const response = await app.inject(`/audits/0x${"AB".repeat(36)}.json`);
  expect(response.statusCode).toBe(503);
  expect(response.json().errors[0].extensions).toEqual({ code: "UPSTREAM_UNAVAILABLE" });
  expect(response.body).not.toMatch(/\.ts|node_modules|ECONN/);
});
