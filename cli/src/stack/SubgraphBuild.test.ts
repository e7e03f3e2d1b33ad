import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
  writeFileSync(
    join(build, "subgraph.yaml"),
    "dataSources:\n  - name: StakeManager\n    source: {}\n    mapping: { file: StakeManager/StakeManager.wasm }\n",
  );
  writeFileSync(join(build, "StakeManager", "StakeManager.wasm"), "one");
});
afterEach(() => {
  dataDir.release();
  rmSync(root, { recursive: true, force: true });
});

it("copies every file, and renders the manifest where graph-node finds it by its id", () => {
  const id = renderSubgraph(dataDir, build, world);
  const manifest = readFileSync(dataDir.file(id), "utf8");
  expect(id).toMatch(/^manometer-[0-9a-f]{16}$/);
  expect(manifest).toContain("startBlock: 3");
  const program = manifest.match(/file: (\S+\.wasm)/)?.[1] ?? "";
  expect(readFileSync(dataDir.file(program), "utf8")).toBe("one");
});

it("has the same id for the same content, so that graph-node resumes", () => {
  expect(renderSubgraph(dataDir, build, world)).toBe(renderSubgraph(dataDir, build, world));
});

it("has another id for another program", () => {
  const before = renderSubgraph(dataDir, build, world);
  writeFileSync(join(build, "StakeManager", "StakeManager.wasm"), "two");
  expect(renderSubgraph(dataDir, build, world)).not.toBe(before);
});

it("has another id for another address", () => {
  const before = renderSubgraph(dataDir, build, world);
  const sources = { StakeManager: { ...contract, startBlock: 4 } };
  expect(renderSubgraph(dataDir, build, { chain, sources })).not.toBe(before);
});
