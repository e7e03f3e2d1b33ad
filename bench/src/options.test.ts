import { expect, test } from "vitest";
import { readOptions } from "./options.ts";

test("without arguments every case is measured on a stack of its own", () => {
  expect(readOptions([])).toMatchObject({
    given: null,
    scales: [],
    isPlain: true,
    seconds: 6,
    profile: "week",
  });
});

test("--scale measures growth alone, --all both", () => {
  expect(readOptions(["--scale", "10"])).toMatchObject({ scales: [1, 10], isPlain: false });
  expect(readOptions(["--scale", "100"])).toMatchObject({ scales: [1, 10, 100], isPlain: false });
  expect(readOptions(["--all", "--write"])).toMatchObject({
    scales: [1, 10, 100],
    isPlain: true,
    writes: true,
  });
});

test("--help asks for nothing else", () => {
  expect(readOptions(["--help"])).toBeNull();
});

test.each([
  [["--scale", "7"], "--scale is 7: it may be 10 or 100."],
  [["--seconds", "0"], "--seconds is 0"],
  [["--seconds", "many"], "--seconds is many"],
  [["--profile", "year"], "--profile is year"],
  [["--api", "http://127.0.0.1:1/graphql"], "--api and --subgraph belong together"],
  [["--api", "http://a/", "--subgraph", "http://b/", "--scale", "10"], "needs a stack of its own"],
  [["--fast"], "--fast"],
])("%j is refused with its reason", (args, reason) => {
  expect(() => readOptions(args)).toThrow(reason);
});
