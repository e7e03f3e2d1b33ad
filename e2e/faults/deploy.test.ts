import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { ApiProcess } from "../src/ApiProcess.ts";
import { Client } from "../src/Client.ts";
import { type Ended, manometer } from "../src/command.ts";
import { History } from "../src/History.ts";
import { untilIndexed } from "../src/indexed.ts";
import { Miner } from "../src/Miner.ts";
import { OtherSubgraph } from "../src/OtherSubgraph.ts";
import { subgraphUrl } from "../src/places.ts";
import { remove } from "../src/remove.ts";
import { Stack } from "../src/Stack.ts";
import { differing, type Questions, VersionLoad } from "../src/VersionLoad.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 600_000 });

const main = fileURLToPath(new URL("../../cli/src/main.ts", import.meta.url));
const CLIENTS = 6;
const BLOCK_MS = 400;
const MORE = 1_000_000n;
const REASON = "a slash was not expected";
/** What is read from the changed rows, directly and by way of several questions to graph-node. */
const QUESTIONS: Questions = [
  `sinkCapacities(orderBy: id,@) { id smoothed volatility(window: { last: "PT6H" }) { n mean coefficientOfVariation }
     reliability { rate } utilization }`,
  "reveals(first: 200, orderBy: sequence, orderDirection: desc,@) { id smoothed raw sink { id } }",
  'taskTypes(orderBy: id,@) { id revealed: volatility(window: { last: "PT3H" }) { n mean } concentration { sinks } }',
  "sinks(first: 20, orderBy: id,@) { id stake capacities(first: 10, orderBy: id) { smoothed overclaim { rate } } }",
];

let history: History;
let changed: OtherSubgraph;
let failing: OtherSubgraph;
let stack: Stack;
let first: string;

beforeAll(async () => {
  // One after another: the compiler would keep the chain from starting in time.
  changed = await OtherSubgraph.of(
    "src/mappings/CapacitySignal.ts",
    "fact.smoothed = event.params.smoothed;",
    `fact.smoothed = event.params.smoothed.plus(BigInt.fromI32(${MORE}));`,
  );
  failing = await OtherSubgraph.of(
    "src/mappings/Slashing.ts",
    "export function handleSlashed(event: Slashed): void {",
    `export function handleSlashed(event: Slashed): void {\n  assert(event.block.number.isZero(), "${REASON}");`,
  );
  history = await History.play();
  stack = await history.index();
  first = await current();
});

afterAll(async () => {
  await stack?.stop();
  if (stack) await remove(stack.dataDir);
  await Promise.all([history?.close(), changed?.remove(), failing?.remove()]);
});

it("changes nothing when it is interrupted while the new version is indexed", async () => {
  const child = spawn(process.execPath, [
    main,
    "deploy",
    "--data-dir",
    stack.dataDir,
    "--build",
    changed.build,
  ]);
  const output = outputOf(child);
  while (!output.text.includes("✓ Build")) await sleep(20);
  child.kill("SIGINT");
  const [code] = await once(child, "close");
  expect([code, output.text]).toEqual([130, expect.stringContaining("graph-node goes on indexing it")]);
  expect(await current()).toBe(first);
});

it("swaps under load without an error, and each answer is wholly of one version", async () => {
  const miner = await Miner.after(history, { pauseMs: BLOCK_MS });
  // The blocks before hold nothing: of such a block the index may tell the time as long as it is the head, and not later.
  const { head } = miner;
  await untilIndexed(subgraphUrl(stack), ({ number }) => number >= head);
  const load = new VersionLoad(stack.url, QUESTIONS, CLIENTS);
  await sleep(2000);
  const begun = performance.now();
  const { code, stdout, stderr } = await deploy("--build", changed.build);
  const seconds = (performance.now() - begun) / 1000;
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/Swap {9}[0-9a-f]{16} takes the place of/);
  // what an answer claims to be the head may be five seconds old
  const second = await current();
  for (let left = 100; left > 0 && !load.deployments.includes(second); left--) await sleep(100);
  await sleep(2000);
  await Promise.all([load.end(), miner.end()]);

  expect(load.errors).toEqual([]);
  expect(load.deployments).toEqual([first, second]);
  const wrong = await judged(load, [first, second]);
  expect(wrong).toEqual([]);
  const of = (id: string) => load.answers.filter(({ deployment }) => deployment === id).length;
  console.log(
    `deployed in ${seconds.toFixed(1)} s under load: ${of(first)} answers of the old version, ${of(second)} of the new ` +
      `one, 0 errors, 0 mixed`,
  );
});

it("has swapped to rows that are other ones, also of blocks before the swap", async () => {
  const { number } = (await meta()).block;
  const early = Math.floor(number / 2);
  const [before, after] = [await smoothedAt(first, early), await smoothedAt(await current(), early)];
  expect(after.size).toBeGreaterThan(0);
  expect(after).toEqual(new Map([...before].map(([id, smoothed]) => [id, smoothed + MORE])));
  const asked = `{ reveals(first: 1000, orderBy: sequence, block: { number: ${early} }) { id smoothed } }`;
  expect(mapped(await new Client(stack.url).data<Reveals>(asked))).toEqual(after);
});

it("is no work for the same build", async () => {
  const { code, stdout } = await deploy("--build", changed.build);
  expect([code, stdout]).toEqual([0, expect.stringContaining("is already current")]);
});

it("ends where another deploy takes the place of the version that it waits for", async () => {
  const before = await current();
  const waits = deploy("--build", failing.build);
  while ((await next()) === null) await sleep(20);
  await nameNext(first);
  const { code, stderr } = await waits;
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(/another deploy took the place of [0-9a-f]{16}: .* in its/),
  ]);
  expect([await current(), await next()]).toEqual([before, first]);
  const again = await deploy("--build", changed.build);
  expect([again.code, again.stdout]).toEqual([0, expect.stringContaining("goes on being indexed beside it")]);
});

it("never lets a version take the place that fails, and removes it", async () => {
  const before = await current();
  const { code, stderr } = await deploy("--build", failing.build);
  expect(code).toBe(1);
  expect(stderr).toMatch(new RegExp(`the new version failed at block \\d+: .*${REASON}`));
  expect(await current()).toBe(before);
  expect(await served("manometer-next")).toBeNull();
  expect((await new Client(stack.url).ask("{ sinks { id } }")).errors).toBeUndefined();
});

it("is still the one that is served after a restart, which says that the built subgraph is another one", async () => {
  const before = await current();
  const { dataDir } = stack;
  await stack.stop();
  stack = await Stack.start(history.arguments(), dataDir);
  expect(stack.output).toContain("the built subgraph is another one");
  expect(await current()).toBe(before);
  expect((await meta()).block.number).toBe((await history.chain.head()).block);
});

it("goes back to the version before at once, and forward again", async () => {
  const second = await current();
  const begun = performance.now();
  const back = await deploy("--rollback");
  console.log(`rolled back in ${(performance.now() - begun).toFixed(0)} ms`);
  expect([back.code, back.stderr]).toEqual([0, ""]);
  expect(await current()).toBe(first);
  expect((await meta()).block.number).toBe((await history.chain.head()).block);
  expect((await deploy("--rollback")).code).toBe(0);
  expect(await current()).toBe(second);

  const forgotten = await deploy("--rollback", "--keep", "0");
  expect(forgotten.stdout).toContain("no longer indexed");
  expect(await current()).toBe(first);
  const none = await deploy("--rollback");
  expect([none.code, none.stderr]).toEqual([1, expect.stringContaining("no earlier version")]);
});

type Reveals = { reveals: { id: string; smoothed: string }[] };
type Deployed = { deployment: string; block: { number: number } };

function deploy(...args: string[]): Promise<Ended> {
  return manometer(["deploy", "--data-dir", stack.dataDir, ...args]);
}

/** Makes the next version another one, as any other deploy does. */
async function nameNext(deployment: string): Promise<void> {
  const params = { name: "manometer-next", ipfs_hash: deployment };
  const asked = { jsonrpc: "2.0", id: 1, method: "subgraph_deploy", params };
  expect(await ask("adminUrl", asked)).not.toHaveProperty("error");
}

async function next(): Promise<string | null> {
  const query = '{ next: indexingStatusForCurrentVersion(subgraphName: "manometer-next") { subgraph } }';
  const { data } = (await ask("statusUrl", { query })) as { data: { next: { subgraph: string } | null } };
  return data.next?.subgraph ?? null;
}

async function ask(server: "adminUrl" | "statusUrl", question: object): Promise<unknown> {
  const { graphNode } = await stack.json<{ graphNode: Record<string, string> }>("endpoints.json");
  const headers = { "content-type": "application/json" };
  const asked = { method: "POST", headers, body: JSON.stringify(question) };
  return await (await fetch(String(graphNode[server]), asked)).json();
}

/** Compares with what an API says that knows but one of the deployments. */
async function judged(load: VersionLoad, deployments: readonly string[]) {
  const apis = await Promise.all(deployments.map((id) => ApiProcess.start(byId(id))));
  try {
    const clients = new Map(deployments.map((id, at) => [id, (apis[at] as ApiProcess).client]));
    return await differing(load.answers, QUESTIONS, (id) => clients.get(id) as Client);
  } finally {
    await Promise.all(apis.map((api) => api.stop()));
  }
}

async function smoothedAt(deployment: string, block: number): Promise<Map<string, bigint>> {
  const asked = `{ reveals(first: 1000, orderBy: sequence, block: { number: ${block} }) { id smoothed } }`;
  return mapped(await new Client(byId(deployment)).data<Reveals>(asked));
}

function mapped({ reveals }: Reveals): Map<string, bigint> {
  return new Map(reveals.map(({ id, smoothed }) => [id, BigInt(smoothed)]));
}

function byId(deployment: string): string {
  return subgraphUrl(stack).replace("/name/manometer", `/id/${deployment}`);
}

async function current(): Promise<string> {
  return (await meta()).deployment;
}

async function meta(): Promise<Deployed> {
  const found = await served("manometer");
  if (found === null) throw new Error("graph-node serves nothing under our name");
  return found;
}

async function served(name: string): Promise<Deployed | null> {
  const client = new Client(subgraphUrl(stack).replace(/manometer$/, name));
  const { data } = await client.ask<{ _meta: Deployed } | null>("{ _meta { deployment block { number } } }");
  return data?._meta ?? null;
}

function outputOf(child: ChildProcess): { text: string } {
  const output = { text: "" };
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => {
      output.text += chunk.toString();
    });
  return output;
}
