import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { manifestFor, readNetwork } from "../scripts/networks.ts";

type Manifest = {
  dataSources: { name: string; network: string; source: { address: string; startBlock: number } }[];
  templates: { network: string }[];
};

const subgraph = fileURLToPath(new URL("..", import.meta.url));
const known = join(subgraph, "networks.json");
const manifest = readFileSync(join(subgraph, "subgraph.yaml"), "utf8");
const names = (parse(manifest) as Manifest).dataSources.map(({ name }) => name);

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
  const local = manifestFor(manifest, "local", readNetwork(known, "local"));
  expect(parse(local)).toEqual(parse(manifest));
});

test.each(["base", "base-sepolia"])(
  "%s says which contracts have to be deployed first, and how",
  (network) => {
    expect(() => readNetwork(known, network)).toThrow(
      /does not say where StakeManager, .*deploy\(\) of contracts\/scripts\/deploy.ts.*"startBlock": 12345678/s,
    );
  },
);

test("builds for a network whose contracts are known", () => {
  const sources = Object.fromEntries(
    names.map((name, i) => [name, { address: `0x${`${i + 1}`.repeat(40)}`, startBlock: 1000 + i }]),
  );
  const { status, output } = build({ elsewhere: sources }, "elsewhere");
  expect(output).toContain("built for elsewhere into subgraph/dist/elsewhere");
  expect(status).toBe(0);

  const dist = join(subgraph, "dist", "elsewhere");
  const built = parse(readFileSync(join(dist, "subgraph.yaml"), "utf8")) as Manifest;
  rmSync(dist, { recursive: true });
  expect(built.dataSources.map(({ name, source }) => [name, source.address, source.startBlock])).toEqual(
    Object.entries(sources).map(([name, { address, startBlock }]) => [name, address, startBlock]),
  );
  const everywhere = [...built.dataSources, ...built.templates].map(({ network }) => network);
  expect(new Set(everywhere)).toEqual(new Set(["elsewhere"]));
});

test("an unknown network, and one that lacks a contract", () => {
  const { status, output } = build({ mine: {} }, "gnosis");
  expect(status).toBe(1);
  expect(output).toContain('knows no network "gnosis", only mine');
  expect(() => manifestFor(manifest, "mine", {})).toThrow('the manifest reads StakeManager, of which "mine"');
});
