import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { compile } from "./compile.ts";
import { Schema } from "./Schema.ts";
import { type Group, testsOf } from "./TestModule.ts";

let root: Group;

beforeAll(async () => {
  const sample = fileURLToPath(new URL("samples/verdicts.ts", import.meta.url));
  root = testsOf(await compile([sample]), Schema.read());
});

function group(name: string, within = root): Group {
  const found = within.groups.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`the sample has no group ${name}`);
  return found;
}

/** Runs a test with the hooks of its group around it. */
function play(within: Group, name: string): void {
  const found = within.tests.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`the sample has no test ${name}`);
  for (const hook of within.hooks.beforeEach) hook();
  try {
    found.run();
  } finally {
    for (const hook of within.hooks.afterEach) hook();
  }
}

test("finds tests, groups and hooks where they are written", () => {
  expect(root.tests.map(({ name }) => name)).toEqual(["outside of all"]);
  expect(root.groups.map(({ name }) => name)).toEqual(["right", "wrong"]);
  expect(group("right").groups.map(({ name, tests }) => [name, tests.length])).toEqual([["inside", 1]]);
  expect(Object.values(group("right").hooks).map((hooks) => hooks.length)).toEqual([1, 0, 1, 1]);
});

test("passes what is right", () => {
  const logged = vi.spyOn(console, "log").mockImplementation(() => undefined);
  group("right").hooks.beforeAll[0]?.();
  expect(logged).toHaveBeenCalledWith("before all of right");
  logged.mockRestore();

  play(root, "outside of all");
  for (const { name } of group("right").tests) play(group("right"), name);
  play(group("inside", group("right")), "it should fail, and does");
});

describe("fails what is wrong, and says why", () => {
  test.each([
    ["a field", "one was counted: Collection 0x52657665616c: count is 1, expected 2"],
    ["a row", "there is no Collection 0x00; there are: 0x52657665616c"],
    ["a value", "it is Bytes 0x01, expected Bytes 0x52657665616c"],
    ["a row that should not be", "Collection 0x52657665616c is in the store"],
    ["it should fail, and does not", "it should have failed, and did not"],
    ["an import that the host lacks", '"index ens.nameByHash", which this host lacks'],
    ["a required field that is missing", "Source.protocol is required"],
    ["a field that the schema lacks", "Collection has no field colour"],
    ["a division by zero", "division by zero"],
    ["a critical log", "the end of it"],
  ])("%s", (name, message) => {
    expect(() => play(group("wrong"), name)).toThrow(message);
  });
});

test("the compiler's words are told", async () => {
  const missing = fileURLToPath(new URL("samples/nowhere.ts", import.meta.url));
  await expect(compile([missing])).rejects.toThrow(/refused tests\/host\/samples\/nowhere.ts:.*not found/s);
});
