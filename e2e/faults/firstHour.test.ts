import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { digestOf } from "../src/Digest.ts";
import { FaultyRpc } from "../src/FaultyRpc.ts";
import { firstHourOf } from "../src/firstHour.ts";
import { History } from "../src/History.ts";
import { eventually, untilAt } from "../src/Parts.ts";
import { subgraphUrl } from "../src/places.ts";
import { remove } from "../src/remove.ts";
import { Stack } from "../src/Stack.ts";

vi.setConfig({ testTimeout: 900_000, hookTimeout: 600_000 });

// so that the index comes to the very block at which it is held
process.env.GRAPH_ETHEREUM_MAX_BLOCK_RANGE_SIZE = "1";

let history: History;
let reference: Stack;
let rpc: FaultyRpc;

beforeAll(async () => {
  history = await History.play();
  rpc = await FaultyRpc.before(history.rpcUrl);
  reference = await history.index();
});

afterAll(async () => {
  rpc?.close();
  await reference?.stop();
  if (reference) await remove(reference.dataDir);
  await history?.close();
});

it("has the first hour of its series too, when the stack was killed before that hour had ended", async () => {
  const url = subgraphUrl(reference);
  const head = history.expected.head.number;
  rpc.ceiling = (await firstHourOf(url)).last;
  const args = history.arguments(rpc.url);
  const killed = Stack.spawn(args, await Stack.temporaryFolder());
  await eventually("graph-node", async () => killed.output.includes("graph-node   at") || null);
  await untilAt(subgraphUrl(killed), rpc.ceiling);
  const parts = await killed.json<{ name: string; pid: number }[]>("processes.json");
  process.kill(parts.find(({ name }) => name === "graph-node")?.pid ?? 0, "SIGKILL");
  expect((await killed.ended()).code).toBe(1);

  rpc.ceiling = Number.POSITIVE_INFINITY;
  const again = await Stack.start(args, killed.dataDir);
  const digest = await digestOf(subgraphUrl(again), head);
  await again.stop();
  await remove(again.dataDir);
  expect(again.output).toContain("the stored index was in its first hour: it begins anew");
  expect(digest).toEqual(await digestOf(url, head));
});
