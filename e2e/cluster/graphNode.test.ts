import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { chanceFor } from "../src/faultSeed.ts";
import { History } from "../src/History.ts";
import { Miner } from "../src/Miner.ts";
import { Part } from "../src/Part.ts";
import { Parts } from "../src/Parts.ts";
import { subgraphUrl } from "../src/places.ts";
import { processesBelow } from "../src/processes.ts";
import { remove } from "../src/remove.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 400_000 });

const ENTRY = fileURLToPath(new URL("../../deploy/graph-node.sh", import.meta.url));
const TIMES = 4;
const BLOCK_MS = 300;
const STOP_MS = 8000;

let history: History;
let parts: Parts;
let dataDir: string;
let url: string;
/** graph-node as its container runs it. */
let graphNode: Part;

beforeAll(async () => {
  history = await History.play();
  const stack = await history.index();
  dataDir = stack.dataDir;
  url = subgraphUrl(stack);
  parts = await Parts.of(stack);
  const { before: _, ...spec } = parts.graphNode.spec;
  graphNode = new Part({ ...spec, command: ["bash", ENTRY, ...spec.command], stopSignal: "SIGTERM" });
});

afterAll(async () => {
  await graphNode?.stop();
  await parts?.stop();
  if (dataDir) await remove(dataDir);
  await history?.close();
});

/** What runs under the script: graph-node and the script's own watcher. */
async function commands(): Promise<string[]> {
  return (await processesBelow(graphNode.pid)).map(({ command }) => command);
}

it("waits for its database, however much later that comes", async () => {
  graphNode.start();
  await sleep(3000);
  expect((await commands()).filter((command) => command.includes("gnd"))).toEqual([]);
  parts.postgres.start();
  await parts.untilIndexed(history.expected.head.number);
  expect(graphNode.starts).toBe(1);
});

it(`follows the chain after its database alone was killed, ${TIMES} times`, async () => {
  const chance = chanceFor("a database that dies alone");
  const miner = await Miner.after(history, { pauseMs: BLOCK_MS });
  for (let time = 1; time <= TIMES; time++) {
    await parts.untilIndexed(miner.head);
    await sleep(chance.int(0, 2000));
    await parts.postgres.kill();
    await vi.waitFor(() => expect(graphNode.starts).toBe(time + 1), { timeout: 10_000 });
    await parts.untilIndexed(miner.head);
  }
  await parts.untilIndexed(await miner.end());
  expect(graphNode.starts).toBe(TIMES + 1);
});

it("is left alone while its database lives", async () => {
  await sleep(65_000);
  expect(graphNode.starts).toBe(TIMES + 1);
  expect(
    (await fetch(url, { method: "POST", body: '{"query":"{ _meta { block { number } } }"}' })).status,
  ).toBe(200);
});

it("ends in good order when its container is stopped, and leaves nothing behind", async () => {
  const below = await processesBelow(graphNode.pid);
  const begun = performance.now();
  await graphNode.stop();
  expect(performance.now() - begun).toBeLessThan(STOP_MS);
  for (const { pid } of below) expect(() => process.kill(pid, 0)).toThrow();
});
