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

test("several errors of ours at once have the code of the first", () => {
  const several = [apiError("UNKNOWN_ID", "an id is bad"), apiError("BAD_USER_INPUT", "`first` is 0")];
  const error = locatedError(new AggregateError(several, "an id is bad,\n`first` is 0"), [], ["sinks"]);
  expect(codeOf(error)).toBe("UNKNOWN_ID");
  const unexpected = new AggregateError([...several, new TypeError("/home/secret")], "all");
  expect(codeOf(locatedError(unexpected, [], ["sinks"]))).toBeNull();
});

test("what Apollo refuses with 400 and without a code is a bad request", () => {
  const error = new GraphQLError("Unsupported version", { extensions: { http: { status: 400 } } });
  expect(codeOf(error)).toBe("BAD_REQUEST");
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
