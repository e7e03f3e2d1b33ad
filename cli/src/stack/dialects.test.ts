import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DIALECTS } from "@manometer/analytics/audit/dialects";
import { afterEach, beforeEach, expect, it } from "vitest";
import { parse } from "yaml";
import { manifestIn } from "./dialects.ts";
import { inRepository } from "./repository.ts";

const contract = { address: `0x${"1".repeat(40)}`, startBlock: 3 };

let build: string;
beforeEach(() => {
  build = mkdtempSync(join(tmpdir(), "manometer-test-"));
  for (const name of ["subgraph.yaml", "subgraph.aggregator.yaml", "subgraph.other.yaml"])
    writeFileSync(join(build, name), "");
});
afterEach(() => rmSync(build, { recursive: true, force: true }));

it("takes the manifest as it is written where no dialect is named", () => {
  expect(manifestIn(build, { Pipeline: contract })).toBe(join(build, "subgraph.yaml"));
  expect(manifestIn(build, { Pipeline: { ...contract, dialect: "blueprint" } })).toBe(
    join(build, "subgraph.yaml"),
  );
});

it("takes the manifest of the contracts' dialect", () => {
  const sources = { Pipeline: contract, StakeManager: { ...contract, dialect: "aggregator" } };
  expect(manifestIn(build, sources)).toBe(join(build, "subgraph.aggregator.yaml"));
});

it.each(["klingon", "../aggregator", ""])("names the dialects that there are, which %j is not", (dialect) => {
  expect(() => manifestIn(build, { Pipeline: { ...contract, dialect } })).toThrow(
    expect.objectContaining({
      message: `the built subgraph understands no dialect "${dialect}", only blueprint, aggregator, other`,
      advice: expect.stringContaining("subgraph/scripts/dialects.ts"),
    }),
  );
});

type Facts = Record<string, { data: unknown }>;

it("means by each dialect what the audit means by it", () => {
  const built = inRepository("subgraph/build");
  const names = globSync("subgraph.*.yaml", { cwd: built }).map((file) => file.split(".")[1]);
  expect(names.sort()).toEqual(Object.keys(DIALECTS).sort());
  for (const [name, { parameters, isRawCapped, isRegistrationSmoothed }] of Object.entries(DIALECTS)) {
    const manifest = parse(
      readFileSync(manifestIn(built, { Pipeline: { ...contract, dialect: name } }), "utf8"),
    );
    for (const { context } of manifest.dataSources as { context: Facts }[]) {
      const told = (fact: string) =>
        Object.entries(context).find(([key]) => key.split(".").at(-1) === fact)?.[1].data;
      expect([told("isRawCapped"), told("isRegistrationSmoothed")]).toEqual([
        isRawCapped,
        isRegistrationSmoothed,
      ]);
      for (const [parameter, value] of Object.entries(parameters)) expect(told(parameter)).toBe(`${value}`);
    }
  }
});
