import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { DataDir } from "./DataDir.ts";
import { renderSubgraph } from "./SubgraphBuild.ts";

const contract = { address: `0x${"1".repeat(40)}`, startBlock: 3 };
const chain = { network: "sepolia", url: "http://127.0.0.1:1", chainId: 1, genesis: "0x0" };
const world = { chain, sources: { StakeManager: contract } };

let root: string;
let dataDir: DataDir;
let build: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "manometer-test-"));
  dataDir = DataDir.open(join(root, "data"));
  build = join(root, "build");
  mkdirSync(join(build, "StakeManager"), { recursive: true });
  writeFileSync(join(build, "subgraph.yaml"), "dataSources:\n  - name: StakeManager\n    source: {}\n");
  writeFileSync(join(build, "StakeManager", "StakeManager.wasm"), "one");
});
afterEach(() => {
  dataDir.release();
  rmSync(root, { recursive: true, force: true });
});

it("copies every file beside the rendered manifest", () => {
  const manifest = renderSubgraph(dataDir, build, world);
  expect(manifest.startsWith(dataDir.file("subgraph"))).toBe(true);
  expect(readFileSync(manifest, "utf8")).toContain("startBlock: 3");
  expect(readFileSync(join(dirname(manifest), "StakeManager", "StakeManager.wasm"), "utf8")).toBe("one");
});

it("has the same path for the same content, so that graph-node resumes", () => {
  expect(renderSubgraph(dataDir, build, world)).toBe(renderSubgraph(dataDir, build, world));
});

it("has another path for another program", () => {
  const before = renderSubgraph(dataDir, build, world);
  writeFileSync(join(build, "StakeManager", "StakeManager.wasm"), "two");
  expect(renderSubgraph(dataDir, build, world)).not.toBe(before);
});

it("has another path for another address", () => {
  const before = renderSubgraph(dataDir, build, world);
  const sources = { StakeManager: { ...contract, startBlock: 4 } };
  expect(renderSubgraph(dataDir, build, { chain, sources })).not.toBe(before);
});
