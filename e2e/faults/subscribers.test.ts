import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Act } from "@manometer/scenario/acts";
import type { Random } from "@manometer/scenario/random";
import { afterAll, beforeAll, expect, inject, it, vi } from "vitest";
import { Client } from "../src/Client.ts";
import { FaultTable } from "../src/FaultTable.ts";
import { chanceFor } from "../src/faultSeed.ts";
import { freshDigests } from "../src/freshDigests.ts";
import { History } from "../src/History.ts";
import { LastingSubscriber, type ToldSlash } from "../src/LastingSubscriber.ts";
import { Miner } from "../src/Miner.ts";
import { eventually, Parts } from "../src/Parts.ts";
import { remove } from "../src/remove.ts";

vi.setConfig({ testTimeout: 1_800_000, hookTimeout: 600_000 });

const CLIENTS = 500;
const TIMES = 3;
const BLOCK_MS = 700;
/** Within this many blocks before its restart something is told again, or asked for (ms between two faults at most). */
const MOST_PAUSE_MS = 3000;
/** So many more blocks must be told once the API is back. */
const MORE_BLOCKS = 3;
/** How long no fault may keep the last subscriber waiting: no measure, but an end (ms). */
const MOST_DOWNTIME_MS = 60_000;
const REASON = `0x${Buffer.from("MISSED_REVEAL").toString("hex").padEnd(64, "0")}` as const;
const table = new FaultTable(inject("faultRows"));

let history: History;
let parts: Parts;
let dataDir: string;
let subscribers: LastingSubscriber[] = [];

beforeAll(async () => {
  history = await History.play();
  const stack = await history.index();
  dataDir = stack.dataDir;
  parts = await Parts.of(stack);
  await parts.startAnew();
  await parts.untilIndexed(history.expected.head.number);
});

afterAll(async () => {
  await Promise.all(subscribers.map((one) => one.end()));
  await parts?.stop();
  if (dataDir) await remove(dataDir);
  await history?.close();
});

it("tells 500 subscribers every slash once, through restarts of graph-node and of the API", async () => {
  const random = chanceFor("subscribers");
  const { block: since } = await history.chain.head();
  subscribers = Array.from({ length: CLIENTS }, () => new LastingSubscriber(parts.url, since + 1));
  await eventually("500 clients", async () => (await connectedClients()) === CLIENTS || null);
  const begun = await memoryOf(parts.api.pid);
  const miner = await Miner.of(history, { pauseMs: BLOCK_MS, acts: await slashes() });

  const nodeTimes = await often(random, () => restartGraphNode(miner));
  await untilAllKnow(miner.head);
  expect(subscribers.flatMap(({ asked, told }) => [...asked.keys()].filter((id) => !told.has(id)))).toEqual(
    [],
  );
  const kept = await memoryOf(parts.api.pid);
  const apiTimes = await often(random, () => restartApi(miner));
  const head = await miner.end();
  await untilAllKnow(head);
  // Who was told of the last block may still be asking for those before it.
  await Promise.all(subscribers.map((one) => one.caughtUp()));
  const ended = await memoryOf(parts.api.pid);

  console.log(
    `the API's memory with ${CLIENTS} clients: ${begun} MB, after graph-node's restarts ${kept} MB, after its own ${ended} MB`,
  );
  const right = await slashesUpTo(head, since);
  const lost = sum(subscribers.map((one) => right.size - one.known));
  const wrong = sum(subscribers.map((one) => wrongOf(one, right)));
  const [digest, fresh] = await freshDigests(history, parts.subgraphUrl, head);
  const isDigestEqual = digest.all === fresh.all;
  const row = { times: TIMES, lost, wrong, isDigestEqual };
  await table.add({ ...row, fault: `graph-node killed under ${CLIENTS} subscribers`, downtimes: nodeTimes });
  await table.add({ ...row, fault: `the API killed under ${CLIENTS} subscribers`, downtimes: apiTimes });
  expect(Math.max(...nodeTimes, ...apiTimes)).toBeLessThan(MOST_DOWNTIME_MS);
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

/** Kills graph-node, which comes back by itself; gives how long until the last subscriber heard of a newer block (ms). */
async function restartGraphNode(miner: Miner): Promise<number> {
  const from = performance.now();
  await parts.kill(parts.graphNode);
  await eventually("graph-node's return", async () => parts.graphNode.isRunning || null);
  await untilAllKnow(miner.head);
  return performance.now() - from;
}

/** Kills the API, which comes back by itself; gives how long the last subscriber was without it (ms). */
async function restartApi(miner: Miner): Promise<number> {
  const from = performance.now();
  await parts.kill(parts.api);
  const isBack = ({ connected }: LastingSubscriber) => (connected.at(-1) ?? 0) > from;
  await eventually("all clients", async () => subscribers.every(isBack) || null);
  const to = Math.max(...subscribers.map(({ connected }) => connected.at(-1) ?? 0));
  await untilAllAreTold(miner.head + MORE_BLOCKS);
  return to - from;
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
  const rows = await new Client(parts.url).all<ToldSlash>("slashes", "id blockNumber amount");
  const meant = rows.filter(({ blockNumber }) => Number(blockNumber) > since && Number(blockNumber) <= head);
  return new Map(meant.map((row) => [row.id, row]));
}

async function untilAllKnow(head: number): Promise<void> {
  await parts.untilIndexed(head);
  const isThere = ({ told, asked }: LastingSubscriber) => hasOne([...told.values(), ...asked.values()], head);
  await eventually(`word of block ${head} to all`, async () => subscribers.every(isThere) || null);
}

/** Waits until the subscription itself has told every client of a block, which each of them has a slash. */
async function untilAllAreTold(block: number): Promise<void> {
  const isThere = ({ told }: LastingSubscriber) => hasOne([...told.values()], block);
  await eventually(`block ${block} told to all`, async () => subscribers.every(isThere) || null);
}

function hasOne(slashes: readonly ToldSlash[], block: number): boolean {
  return slashes.some(({ blockNumber }) => Number(blockNumber) >= block);
}

/** Slashes that were told twice, or otherwise than they are. */
function wrongOf({ told, asked, twice }: LastingSubscriber, right: ReadonlyMap<string, ToldSlash>): number {
  const all = [...told.values(), ...asked.values()];
  return (
    twice.length + all.filter((slash) => JSON.stringify(right.get(slash.id)) !== JSON.stringify(slash)).length
  );
}

async function connectedClients(): Promise<number> {
  const text = await (await fetch(new URL("/metrics", parts.url))).text();
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
