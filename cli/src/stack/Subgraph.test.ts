import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { headNumber } from "./Chain.ts";
import { DataDir } from "./DataDir.ts";
import { databaseFor } from "./databaseFor.ts";
import { type GraphNode, startGraphNode } from "./GraphNode.ts";
import { localWorld } from "./localWorld.ts";
import type { Means } from "./Means.ts";
import { startPostgres } from "./Postgres.ts";
import { Progress } from "./Progress.ts";
import { deploySubgraph, untilIndexed } from "./Subgraph.ts";
import { builtSubgraph, renderSubgraph } from "./SubgraphBuild.ts";
import { Supervisor } from "./Supervisor.ts";
import type { World } from "./World.ts";

let root: string;
let means: Means;
let world: World;
let node: GraphNode;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "manometer-test-"));
  chmodSync(root, 0o755);
  const dataDir = DataDir.open(join(root, "data"));
  const progress = new Progress({ write: () => true });
  means = { dataDir, stack: new Supervisor(dataDir.file("processes.json")), progress, taken: new Set() };
  const { database } = await startPostgres(means);
  world = await localWorld(means, { kind: "local", profile: "none", seed: 1, isLive: false });
  await databaseFor(database, world, null);
  node = await startGraphNode(means, world.chain, database);
});
afterAll(async () => {
  await means.stack.stop();
  means.dataDir.release();
  rmSync(root, { recursive: true, force: true });
});

/** Renders our subgraph with another manifest, and so under another id. */
function render(name: string, change: (manifest: string) => string): string {
  const build = join(root, name);
  cpSync(builtSubgraph(), build, { recursive: true });
  const file = join(build, "subgraph.yaml");
  writeFileSync(file, change(readFileSync(file, "utf8")));
  return renderSubgraph(means.dataDir, build, world);
}

/** Deploys a manifest, waits until it is indexed, and gives what was reported meanwhile. */
async function index(manifest: string): Promise<string[]> {
  const subgraph = await deploySubgraph(node, manifest);
  const reports: string[] = [];
  const wait = { signal: means.stack.signal, report: (text: string) => void reports.push(text) };
  await untilIndexed(subgraph, await headNumber(world.chain), wait);
  return reports;
}

describe("a subgraph on the real graph-node", () => {
  it("is indexed up to the head, and says how far it is", async () => {
    const reports = await index(render("whole", (manifest) => manifest));
    const head = await headNumber(world.chain);
    expect(reports.at(-1)).toBe(`${head} of ${head} blocks`);
  });

  it("is refused when its manifest is broken", async () => {
    const broken = render("broken", (manifest) => manifest.replace("specVersion", "specification"));
    await expect(index(broken)).rejects.toThrow(/^graph-node refused the subgraph .*specVersion/);
  });

  it("fails with graph-node's own message when its program has no such handler", async () => {
    const lacking = render("lacking", (manifest) =>
      manifest.replaceAll("handleParamUpdated", "handleNothing"),
    );
    await expect(index(lacking)).rejects.toMatchObject({
      message: expect.stringMatching(/^the subgraph failed at block \d+: .*handleNothing/),
      advice: expect.stringContaining("graph-node.log"),
    });
  });
});
