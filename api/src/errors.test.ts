import { GraphQLError, locatedError } from "graphql";
import { expect, test } from "vitest";
import { apiError, codeOf, formatError } from "./errors.ts";

test("an error of ours keeps its message, its place and its code, and nothing else", () => {
  const error = locatedError(apiError("BAD_WINDOW", "the window is bad"), [], ["sinks", 0, "throughput"]);
  const formatted = { ...error.toJSON(), extensions: { code: "BAD_WINDOW", stacktrace: ["at /home/x.ts"] } };
  expect(formatError(formatted, error)).toEqual({
    message: "the window is bad",
    path: ["sinks", 0, "throughput"],
    extensions: { code: "BAD_WINDOW" },
  });
});

test("Apollo's own errors keep their codes", () => {
  const error = new GraphQLError("Syntax Error", { extensions: { code: "GRAPHQL_PARSE_FAILED" } });
  expect(formatError(error.toJSON(), error).extensions).toEqual({ code: "GRAPHQL_PARSE_FAILED" });
});

test("an error that nobody expected tells nothing of itself", () => {
  const error = locatedError(new TypeError("cannot read /home/secret/file.ts"), [], ["sinks"]);
  const formatted = { ...error.toJSON(), extensions: { code: "INTERNAL_SERVER_ERROR" } };
  expect(codeOf(error)).toBeNull();
  expect(formatError(formatted, error)).toEqual({
    message: "Something went wrong inside the API. It has been logged; asking again may help.",
    path: ["sinks"],
    extensions: { code: "INTERNAL_SERVER_ERROR" },
  });
});
