import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { manifestFor, readNetwork } from "../scripts/networks.ts";

const subgraph = fileURLToPath(new URL("..", import.meta.url));
const known = join(subgraph, "networks.json");
const manifest = readFileSync(join(subgraph, "subgraph.yaml"), "utf8");

/** What `npm run build` does, with a file of networks of the test's own. */
function build(networks: unknown, network: string) {
  const folder = mkdtempSync(join(tmpdir(), "manometer-networks-"));
  const file = join(folder, "networks.json");
  writeFileSync(file, JSON.stringify(networks));
  const args = ["run", "build", "--", "--network", network, "--networks", file, "--skip-codegen"];
  const { status, stdout, stderr } = spawnSync("npm", args, { cwd: subgraph, encoding: "utf8" });
  rmSync(folder, { recursive: true });
  return { status, output: stdout + stderr };
}

test("local is the manifest as it is written", () => {
  const local = manifestFor(manifest, "local", readNetwork(known, "local").sources);
  expect(parse(local)).toEqual(parse(manifest));
});

test("base says which contracts have to be deployed first, and how", () => {
  expect(() => readNetwork(known, "base")).toThrow(
    /does not say where StakeManager, .*deploy\(\) of contracts\/scripts\/deploy.ts.*"startBlock": 12345678/s,
  );
});

test("base-sepolia begins where 2026-03-16, the day of its deployment, begins first on earth", () => {
  const { sources, dialect } = readNetwork(known, "base-sepolia");
  expect(dialect).toBe("aggregator");
  const [genesis, blockSeconds] = [1_695_768_288, 2];
  const first = (Date.parse("2026-03-16T00:00:00+14:00") / 1000 - genesis) / blockSeconds;
  for (const { startBlock } of Object.values(sources)) {
    expect(startBlock).toBeLessThanOrEqual(first);
    expect(startBlock).toBeGreaterThan(first - 1000);
  }
});

test("a dialect that there is not", () => {
  const { status, output } = build({ mine: { dialect: "klingon" } }, "mine");
  expect(status).toBe(1);
  expect(output).toContain('there is no dialect "klingon", only blueprint, aggregator');
});

test("an unknown network, and one that lacks a contract", () => {
  const { status, output } = build({ mine: {} }, "gnosis");
  expect(status).toBe(1);
  expect(output).toContain('knows no network "gnosis", only mine');
  expect(() => manifestFor(manifest, "mine", {})).toThrow('the manifest reads StakeManager, of which "mine"');
});
