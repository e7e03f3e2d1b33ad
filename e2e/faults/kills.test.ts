import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "@manometer/scenario/random";
import { afterAll, beforeAll, expect, inject, it, vi } from "vitest";
import { playBusyDays } from "../src/busyDays.ts";
import { digestOf } from "../src/Digest.ts";
import { FaultTable } from "../src/FaultTable.ts";
import { FaultyRpc } from "../src/FaultyRpc.ts";
import { chanceFor } from "../src/faultSeed.ts";
import { endOfFirstHour } from "../src/firstHour.ts";
import { History } from "../src/History.ts";
import { untilIndexed } from "../src/indexed.ts";
import { judge } from "../src/judge.ts";
import { Miner } from "../src/Miner.ts";
import type { Part } from "../src/Part.ts";
import { eventually, Parts } from "../src/Parts.ts";
import { subgraphUrl } from "../src/places.ts";
import { remove } from "../src/remove.ts";
import { Stack } from "../src/Stack.ts";
import { type Spell, Watcher } from "../src/Watcher.ts";
import { WATCHED } from "../src/watched.ts";

vi.setConfig({ testTimeout: 1_800_000, hookTimeout: 600_000 });

const TIMES = 10;
const RANGE = 5;
const ROUNDS = 40;
const BLOCK_MS = 300;
/** A kill comes at most so long after its section has begun (ms): it may find the index reading, writing or waiting. */
const MOST_WAIT_MS = 1200;
process.env.GRAPH_ETHEREUM_MAX_BLOCK_RANGE_SIZE = String(RANGE);

/** What happened to one part, and what a watcher saw of it. */
type Killed = { readonly part: Part; readonly spells: Spell[]; readonly watcher: Watcher };

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
  const first = (await endOfFirstHour(subgraphUrl(reference))) + 2 * RANGE;
  const chance = chanceFor("kills in the backfill");
  rpc.ceiling = first;
  await parts.startAnew();
  await parts.untilIndexed(first - RANGE);
  const killed: Killed[] = [];
  let section = 0;
  for (const part of [parts.postgres, parts.graphNode, parts.api]) {
    killed.push(
      await killOften(part, { chance, highest: () => rpc.ceiling }, async () => {
        await parts.untilIndexed(rpc.ceiling - RANGE);
        rpc.ceiling = first + Math.floor(((head - first) * ++section) / (3 * (TIMES + 1) + 1));
      }),
    );
    expect(rpc.ceiling).toBeLessThan(head - RANGE);
  }
  rpc.ceiling = Number.POSITIVE_INFINITY;
  await finish(killed, head, "in a backfill");
});

it("is the index that it would have been, after each part was killed ten times while the chain went on", async () => {
  const chance = chanceFor("kills at the head");
  rpc.ceiling = Number.POSITIVE_INFINITY;
  const miner = await Miner.after(history, { pauseMs: BLOCK_MS });
  await parts.untilIndexed(miner.head);
  const killed: Killed[] = [];
  for (const part of [parts.graphNode, parts.postgres, parts.api]) {
    const story = { chance, highest: () => miner.head };
    killed.push(await killOften(part, story, async () => parts.untilIndexed(miner.head)));
  }
  await finish(killed, await miner.end(), "at the head");
});

type Story = { readonly chance: Random; readonly highest: () => number };

/** Kills one part ten times, each time after `ready` and a moment, and waits until all is well again. */
async function killOften(
  part: Part,
  { chance, highest }: Story,
  ready: () => Promise<void>,
): Promise<Killed> {
  const watcher = new Watcher(parts.url, { questions: WATCHED, highest, random: chance });
  const spells: Spell[] = [];
  for (let time = 0; time < TIMES; time++) {
    await ready();
    await sleep(chance.int(0, MOST_WAIT_MS));
    const from = performance.now();
    await parts.kill(part);
    await eventually(`${part.spec.name}'s return`, async () => part.isRunning || null);
    const to = await watcher.untilGood();
    spells.push({ from, to });
  }
  await ready();
  await watcher.end();
  return { part, spells, watcher };
}

/** Lets both indexes come to the head, and holds them and all that was answered on the way against each other. */
async function finish(killed: readonly Killed[], head: number, when: string): Promise<void> {
  await parts.untilIndexed(head);
  await untilIndexed(subgraphUrl(reference), ({ number }) => number >= head);
  const [digest, right] = [
    await digestOf(parts.subgraphUrl, head),
    await digestOf(subgraphUrl(reference), head),
  ];
  for (const { part, spells, watcher } of killed) {
    const fault = `${part.spec.name} killed ${when}`;
    const away = part === parts.api ? spells : [];
    await judge(table, { fault, spells, watcher, away }, { digest, right, reference: reference.url });
  }
  console.log(
    `${when}: ${digest.rows} rows\n  after the kills ${digest.all}\n  never killed    ${right.all}`,
  );
}
