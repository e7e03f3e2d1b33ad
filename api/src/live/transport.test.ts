import { expect, test } from "vitest";
import { checkOrigin } from "./origin.ts";
import { transportOf } from "./transport.ts";

test.each([
  [{ upgrade: "WebSocket" }, "websocket"],
  [{ accept: "text/event-stream" }, "sse"],
  [{ accept: "Text/Event-Stream;q=1, */*" }, "sse"],
  [{ accept: "application/graphql-response+json, application/json, text/event-stream" }, undefined],
  [{ accept: "text/html" }, undefined],
  [{}, undefined],
])("%o subscribes by %s", (headers, transport) => {
  expect(transportOf({ headers })).toBe(transport);
});

test.each([
  [undefined, [], true],
  ["https://api.example", [], true],
  ["https://other.example", [], false],
  ["null", [], false],
  ["https://other.example", ["https://other.example"], true],
  ["https://third.example", ["https://other.example"], false],
  ["https://third.example", ["*"], true],
])("a page of %s, with %o allowed: %s", (origin, allowed, isAllowed) => {
  const check = () =>
    checkOrigin({ headers: origin === undefined ? {} : { origin }, host: "api.example" }, allowed);
  if (isAllowed) expect(check).not.toThrow();
  else expect(check).toThrow(/may not subscribe here: add it to CORS_ORIGINS/);
});
