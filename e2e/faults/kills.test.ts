import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, inject, it, vi } from "vitest";
import { playBusyDays } from "../src/busyDays.ts";
import { digestsOf } from "../src/Digest.ts";
import { FaultTable } from "../src/FaultTable.ts";
import { FaultyRpc } from "../src/FaultyRpc.ts";
import { chanceFor } from "../src/faultSeed.ts";
import { firstHourOf } from "../src/firstHour.ts";
import { History } from "../src/History.ts";
import { indexedBlock } from "../src/indexed.ts";
import { type Story as Judged, judge } from "../src/judge.ts";
import { Miner } from "../src/Miner.ts";
import type { Part } from "../src/Part.ts";
import { eventually, Parts, untilAt } from "../src/Parts.ts";
import { subgraphUrl } from "../src/places.ts";
import { remove } from "../src/remove.ts";
import { Stack } from "../src/Stack.ts";
import type { Spell } from "../src/told.ts";
import { Watcher } from "../src/Watcher.ts";
import { WATCHED } from "../src/watched.ts";

vi.setConfig({ testTimeout: 1_800_000, hookTimeout: 600_000 });

const TIMES = 10;
const ROUNDS = 120;
const BLOCK_MS = 300;
/** A kill comes at most so long after its section has begun (ms): it may find the index reading, writing or waiting. */
const MOST_WAIT_MS = 1200;
/** How long the logs of a block take in the backfill (ms): a section is then longer than most waits. */
const HOLD_MS = 100;
// so that the index comes to the very block at which it is held
process.env.GRAPH_ETHEREUM_MAX_BLOCK_RANGE_SIZE = "1";

/** How a story goes on, where its index should be, and what makes it work again. */
type Story = { readonly name: string; readonly target: () => number; readonly goOn: () => void };

/** What happened to one part, and what a watcher saw of it. */
type Killed = Pick<Judged, "spells" | "away" | "watcher"> & {
  readonly part: Part;
  /** How many kills found the index at work. */
  readonly busy: number;
  /** The longest time from a kill until the index had come as far as it could (ms). */
  readonly slowest: number;
};

const table = new FaultTable(inject("faultRows"));
let history: History;
let rpc: FaultyRpc;
let reference: Stack;
let parts: Parts;
let dataDir: string;

beforeAll(async () => {
  history = await History.play();
  await playBusyDays(history, ROUNDS);
  rpc = await FaultyRpc.before(history.rpcUrl);
  reference = await history.index();
  const stack = await Stack.start(history.arguments(rpc.url));
  dataDir = stack.dataDir;
  parts = await Parts.of(stack);
});

afterAll(async () => {
  rpc?.close();
  await parts?.stop();
  await reference?.stop();
  for (const folder of [dataDir, reference?.dataDir]) if (folder) await remove(folder);
  await history?.close();
});

it("is the index that it would have been, after each part was killed ten times in one long backfill", async () => {
  const { block: head } = await history.chain.head();
  // in the first hour of its series graph-node cannot be started again: see firstHour.test.ts
  const first = (await firstHourOf(subgraphUrl(reference))).next + 10;
  rpc.ceiling = first;
  await parts.startAnew();
  await parts.untilIndexed(first);
  rpc.holdMs = HOLD_MS;
  const killed: Killed[] = [];
  let section = 0;
  const goOn = () => {
    rpc.ceiling = first + Math.floor(((head - first) * ++section) / (3 * TIMES + 1));
  };
  for (const part of [parts.postgres, parts.graphNode, parts.api])
    killed.push(await killOften(part, { name: "kills in a backfill", target: () => rpc.ceiling, goOn }));
  for (const { part, busy } of killed)
    expect(busy, `kills of ${part.spec.name} that found the index at work`).toBeGreaterThanOrEqual(TIMES / 2);
  expect(rpc.ceiling).toBeLessThan(head);
  rpc.holdMs = 0;
  rpc.ceiling = Number.POSITIVE_INFINITY;
  await finish(killed, head, "in a backfill");
});

it("is the index that it would have been, after each part was killed ten times while the chain went on", async () => {
  rpc.ceiling = Number.POSITIVE_INFINITY;
  const miner = await Miner.after(history, { pauseMs: BLOCK_MS });
  await parts.untilIndexed(miner.head);
  const killed: Killed[] = [];
  for (const part of [parts.graphNode, parts.postgres, parts.api])
    killed.push(
      await killOften(part, { name: "kills at the head", target: () => miner.head, goOn: () => undefined }),
    );
  await finish(killed, await miner.end(), "at the head");
});

/** Kills one part ten times, each time a moment after the index has gone on, and waits until all is well again. */
async function killOften(part: Part, { name, target, goOn }: Story): Promise<Killed> {
  const story = `${name}: ${part.spec.name}`;
  const chance = chanceFor(story);
  const watcher = new Watcher(parts.url, { questions: WATCHED, highest: target, story });
  const spells: Spell[] = [];
  const away: Spell[] = [];
  const dying = part === parts.postgres ? [part, parts.graphNode] : [part];
  const all = [parts.postgres, parts.graphNode, parts.api];
  const meant = all.map((each) => each.starts + (dying.includes(each) ? TIMES : 0));
  let busy = 0;
  let slowest = 0;
  let last = target();
  await parts.untilIndexed(last);
  for (let time = 0; time < TIMES; time++) {
    goOn();
    await sleep(chance.int(0, MOST_WAIT_MS));
    const block = await indexedBlock(parts.subgraphUrl);
    if (block !== null && block.number < target()) busy++;
    const from = performance.now();
    await parts.kill(part);
    await eventually(`${part.spec.name}'s return`, async () => part.isRunning || null);
    if (part === parts.api) {
      await eventually("the API", isApiBack);
      away.push({ from, to: performance.now() });
    }
    spells.push({ from, to: await watcher.untilGood() });
    last = target();
    await parts.untilIndexed(last);
    slowest = Math.max(slowest, performance.now() - from);
  }
  await watcher.end(last);
  expect(
    all.map((each) => each.starts),
    `starts after the kills of ${part.spec.name}`,
  ).toEqual(meant);
  return { part, spells, away, busy, slowest, watcher };
}

/** Whether the API has heard of graph-node where the index stands: in a backfill that is too far behind to be ready. */
async function isApiBack(): Promise<true | null> {
  const state = await fetch(new URL("/ready", parts.url));
  const { blockNumber } = (await state.json()) as { blockNumber: number | null };
  return blockNumber === null ? null : true;
}

/** Lets both indexes come to the head, and holds them and all that was answered on the way against each other. */
async function finish(killed: readonly Killed[], head: number, when: string): Promise<void> {
  await parts.untilIndexed(head);
  await untilAt(subgraphUrl(reference), head);
  const digests = await digestsOf([parts.subgraphUrl, subgraphUrl(reference)], head);
  for (const { part, busy, slowest, ...seen } of killed) {
    const fault = `${part.spec.name} killed ${when}`;
    const isUpstreamWell = part === parts.api;
    await judge(table, { ...seen, fault, isUpstreamWell }, { digests, reference: reference.url });
    const seconds = (slowest / 1000).toFixed(1);
    console.log(
      `  ${busy} of ${TIMES} kills found the index at work; it had caught up after ${seconds} s at most`,
    );
  }
  const [digest, right] = digests;
  console.log(
    `${when}: ${digest.rows} rows\n  after the kills ${digest.all}\n  never killed    ${right.all}`,
  );
}
