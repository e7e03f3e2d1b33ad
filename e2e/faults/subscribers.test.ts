import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Act } from "@manometer/scenario/acts";
import type { Random } from "@manometer/scenario/random";
import { afterAll, beforeAll, expect, inject, it, vi } from "vitest";
import { apiParts, isReady } from "../src/apiParts.ts";
import { Client } from "../src/Client.ts";
import { digestOf } from "../src/Digest.ts";
import { FaultTable } from "../src/FaultTable.ts";
import { chanceFor } from "../src/faultSeed.ts";
import { History } from "../src/History.ts";
import { LastingSubscriber, type ToldSlash } from "../src/LastingSubscriber.ts";
import { Miner } from "../src/Miner.ts";
import type { Part } from "../src/Part.ts";
import { eventually, untilAt } from "../src/Parts.ts";
import { subgraphUrl } from "../src/places.ts";
import { QueryNode } from "../src/QueryNode.ts";
import { remove } from "../src/remove.ts";
import type { Stack } from "../src/Stack.ts";

vi.setConfig({ testTimeout: 1_800_000, hookTimeout: 600_000 });

const CLIENTS = 500;
const TIMES = 3;
const BLOCK_MS = 700;
/** Within this many blocks before its restart something is told again, or asked for (ms between two faults at most). */
const MOST_PAUSE_MS = 3000;
const REASON = `0x${Buffer.from("MISSED_REVEAL").toString("hex").padEnd(64, "0")}` as const;
const table = new FaultTable(inject("faultRows"));

let history: History;
let stack: Stack;
let node: QueryNode;
let api: { part: Part; port: number };
let subscribers: LastingSubscriber[] = [];

beforeAll(async () => {
  history = await History.play();
  stack = await history.index();
  node = await QueryNode.beside(stack);
  node.spawn();
  await node.answers();
  const settings = { SUBGRAPH_URL: node.url, STATUS_URL: node.statusUrl };
  [api] = (await apiParts(stack, 1, settings)) as [{ part: Part; port: number }];
  api.part.start();
  await eventually("the API", () => isReady(api.port));
});

afterAll(async () => {
  await Promise.all(subscribers.map((one) => one.end()));
  await api?.part.stop();
  await node?.stop();
  await stack?.stop();
  if (stack) await remove(stack.dataDir);
  await history?.close();
});

it("tells 500 subscribers every slash once, through restarts of graph-node and of the API", async () => {
  const random = chanceFor("subscribers");
  const { block: since } = await history.chain.head();
  const url = `http://127.0.0.1:${api.port}/graphql`;
  subscribers = Array.from({ length: CLIENTS }, () => new LastingSubscriber(url, since + 1));
  await eventually("500 clients", async () => (await connectedClients()) === CLIENTS || null);
  const begun = await memoryOf(api.part.pid);
  const miner = await Miner.of(history, { pauseMs: BLOCK_MS, acts: await slashes() });

  const nodeTimes = await often(random, () => restartGraphNode(miner));
  await untilAllKnow(miner.head);
  expect(subscribers.flatMap(({ asked, told }) => [...asked.keys()].filter((id) => !told.has(id)))).toEqual(
    [],
  );
  const kept = await memoryOf(api.part.pid);
  const apiTimes = await often(random, restartApi);
  const head = await miner.end();
  await untilAllKnow(head);
  // Who was told of the last block may still be asking for those before it.
  await Promise.all(subscribers.map((one) => one.caughtUp()));
  const ended = await memoryOf(api.part.pid);

  console.log(
    `the API's memory with ${CLIENTS} clients: ${begun} MB, after graph-node's restarts ${kept} MB, after its own ${ended} MB`,
  );
  const right = await slashesUpTo(head, since);
  const lost = sum(subscribers.map((one) => right.size - one.known));
  const wrong = sum(subscribers.map((one) => wrongOf(one, right)));
  const isDigestEqual = await isIndexRight(head);
  const row = { times: TIMES, lost, wrong, isDigestEqual };
  await table.add({ ...row, fault: `graph-node killed under ${CLIENTS} subscribers`, downtimes: nodeTimes });
  await table.add({ ...row, fault: `the API killed under ${CLIENTS} subscribers`, downtimes: apiTimes });
  expect(subscribers.flatMap(({ errors }) => errors)).toEqual([]);
  expect(row).toEqual({ times: TIMES, lost: 0, wrong: 0, isDigestEqual: true });
  // what a fresh process takes for its clients, and room for what the collector has not looked at yet
  for (const megabytes of [kept, ended]) expect(megabytes).toBeLessThan(2 * begun + 64);
});

async function often(random: Random, fault: () => Promise<number>): Promise<number[]> {
  const times: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    await sleep(random.int(500, MOST_PAUSE_MS));
    times.push(await fault());
  }
  return times;
}

/** Kills graph-node and starts it again; gives how long it took until the last subscriber heard of a newer block (ms). */
async function restartGraphNode(miner: Miner): Promise<number> {
  const from = performance.now();
  process.kill(node.pid, "SIGKILL");
  await sleep(500);
  node.spawn();
  await node.answers();
  await untilAllKnow(miner.head);
  return performance.now() - from;
}

/** Kills the API, which comes back by itself; gives how long the last subscriber was without it (ms). */
async function restartApi(): Promise<number> {
  const from = performance.now();
  await api.part.kill();
  const isBack = ({ connected }: LastingSubscriber) => (connected.at(-1) ?? 0) > from;
  await eventually("all clients", async () => subscribers.every(isBack) || null);
  return Math.max(...subscribers.map(({ connected }) => connected.at(-1) ?? 0)) - from;
}

/** One slash after another, each of another amount. */
async function slashes(): Promise<(round: number) => Act[]> {
  const cast = await history.cast();
  const [by, sink] = [cast.addressOf("warden"), cast.addressOf("ramping")];
  return (round) => [
    { by, kind: "slash", sink, amount: BigInt(round) * 10n ** 15n, reason: REASON, evidence: null },
  ];
}

async function slashesUpTo(head: number, since: number): Promise<Map<string, ToldSlash>> {
  const rows = await new Client(stack.url).all<ToldSlash>("slashes", "id blockNumber amount");
  const meant = rows.filter(({ blockNumber }) => Number(blockNumber) > since && Number(blockNumber) <= head);
  return new Map(meant.map((row) => [row.id, row]));
}

async function untilAllKnow(head: number): Promise<void> {
  await untilAt(subgraphUrl(stack), head);
  const { block } = { block: head };
  const hasIt = ({ told, asked }: LastingSubscriber) =>
    [...told.values(), ...asked.values()].some(({ blockNumber }) => Number(blockNumber) >= block);
  await eventually(`word of block ${head} to all`, async () => subscribers.every(hasIt) || null);
}

/** Slashes that were told twice, or otherwise than they are. */
function wrongOf({ told, asked, twice }: LastingSubscriber, right: ReadonlyMap<string, ToldSlash>): number {
  const all = [...told.values(), ...asked.values()];
  return (
    twice.length + all.filter((slash) => JSON.stringify(right.get(slash.id)) !== JSON.stringify(slash)).length
  );
}

async function isIndexRight(head: number): Promise<boolean> {
  const fresh = await history.index();
  try {
    return (await digestOf(subgraphUrl(fresh), head)).all === (await digestOf(subgraphUrl(stack), head)).all;
  } finally {
    await fresh.stop();
    await remove(fresh.dataDir);
  }
}

async function connectedClients(): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${api.port}/metrics`)).text();
  return Number(text.match(/^manometer_live_clients (\d+)$/m)?.[1]);
}

/** Megabytes that a process holds in memory. */
async function memoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Math.round(Number(status.match(/^VmRSS:\s+(\d+) kB/m)?.[1]) / 1024);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
