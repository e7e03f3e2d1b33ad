import { expect, test } from "vitest";
import { readConfig } from "./config.ts";
import { requestId } from "./requestLog.ts";
import { createServer } from "./server.ts";

test.each(["abc", "6f1c2c1e-7a53-4b37-9c1e-0d2f3a4b5c6d", "a.b:c_d-1"])("the id %s is taken", (id) => {
  expect(requestId({ headers: { "x-request-id": id } })).toBe(id);
});

test.each([["a b"], ["a\nb"], ["x".repeat(65)], [""], [undefined]])(
  "instead of %j a new one is made",
  (id) => {
    const [one, two] = [1, 2].map(() => requestId({ headers: { "x-request-id": id } }));
    expect(one).toMatch(/^[0-9a-f-]{36}$/);
    expect(one).not.toBe(two);
  },
);

test("each answer says its request's id, refusals too", async () => {
  const app = await createServer(
    readConfig({ SUBGRAPH_URL: "http://127.0.0.1:9/none", LOG_LEVEL: "silent" }),
  );
  const headers = { "x-request-id": "mine" };
  for (const url of ["/health", "/nowhere", "/graphql?query={__typename}"]) {
    expect((await app.inject({ url, headers })).headers["x-request-id"]).toBe("mine");
  }
  await app.close();
});
