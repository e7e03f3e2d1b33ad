import { CombinedGraphQLErrors, ServerError } from "@apollo/client/errors";
import { expect, test } from "vitest";
import { failureOf, isAnswer } from "./failure.ts";

const fault = (path: string | undefined, message: string) => ({
  message,
  ...(path === undefined ? {} : { path: [path] }),
  extensions: { code: "BAD_WINDOW" },
});

test("an error belongs to the panel that its path begins with", () => {
  const error = new CombinedGraphQLErrors({ errors: [fault("shares", "too long")] });
  expect(failureOf(error, "shares")).toEqual({ message: "too long", code: "BAD_WINDOW" });
  expect(failureOf(error, "totals")).toBeNull();
  expect(isAnswer(error)).toBe(true);
});

test("an error without a path concerns every panel", () => {
  const error = new CombinedGraphQLErrors({ errors: [fault(undefined, "no such field")] });
  expect(failureOf(error, "totals")?.message).toBe("no such field");
});

test("an answer with an HTTP error says what its body says, else its status", () => {
  const said = (bodyText: string) =>
    new ServerError("refused", { response: new Response(null, { status: 503 }), bodyText });
  const body = JSON.stringify({
    errors: [{ message: "graph-node is away", extensions: { code: "UPSTREAM_UNAVAILABLE" } }],
  });
  expect(failureOf(said(body), "totals")).toEqual({
    message: "graph-node is away",
    code: "UPSTREAM_UNAVAILABLE",
  });
  expect(failureOf(said("<html>"), "totals")).toEqual({
    message: "The API answered with HTTP 503.",
    code: null,
  });
});

test("without an answer the API is said to be silent", () => {
  const error = new TypeError("Failed to fetch");
  expect(failureOf(error, "totals")?.message).toContain("does not answer");
  expect(isAnswer(error)).toBe(false);
  expect(failureOf(undefined, "totals")).toBeNull();
});
