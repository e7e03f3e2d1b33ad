import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { manifestIn } from "./dialects.ts";

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
