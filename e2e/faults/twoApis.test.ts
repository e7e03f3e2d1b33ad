import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, inject, it, vi } from "vitest";
import { apiParts, isReady } from "../src/apiParts.ts";
import { FaultTable } from "../src/FaultTable.ts";
import { chanceFor } from "../src/faultSeed.ts";
import { freshDigests } from "../src/freshDigests.ts";
import { History } from "../src/History.ts";
import { judge } from "../src/judge.ts";
import { Miner } from "../src/Miner.ts";
import type { Part } from "../src/Part.ts";
import { eventually, untilAt } from "../src/Parts.ts";
import { subgraphUrl } from "../src/places.ts";
import { RoundRobin } from "../src/RoundRobin.ts";
import { remove } from "../src/remove.ts";
import type { Stack } from "../src/Stack.ts";
import type { Spell } from "../src/told.ts";
import { Watcher } from "../src/Watcher.ts";
import { WATCHED } from "../src/watched.ts";

vi.setConfig({ testTimeout: 1_800_000, hookTimeout: 600_000 });

const TIMES = 10;
const CLIENTS = 16;
const BLOCK_MS = 500;
/** The broken connections of a killed process show within this (ms). */
const NOTICE_MS = 250;
const table = new FaultTable(inject("faultRows"));

let history: History;
let stack: Stack;
let apis: { part: Part; port: number }[] = [];
let address: RoundRobin;

beforeAll(async () => {
  history = await History.play();
  stack = await history.index();
  apis = await apiParts(stack, 2);
  for (const { part, port } of apis) {
    part.start();
    await eventually(part.spec.name, () => isReady(port));
  }
  address = await RoundRobin.before(apis.map(({ port }) => port));
});

afterAll(async () => {
  address?.close();
  for (const { part } of apis) await part.stop();
  await stack?.stop();
  if (stack) await remove(stack.dataDir);
  await history?.close();
});

it("loses no question but those on their way, when one of two APIs behind one address is killed", async () => {
  const story = "two APIs";
  const random = chanceFor(story);
  const miner = await Miner.after(history, { pauseMs: BLOCK_MS });
  const watch = { questions: WATCHED, highest: () => miner.head, story, clients: CLIENTS };
  const watcher = new Watcher(`http://127.0.0.1:${address.port}/graphql`, watch);
  await watcher.untilGood();
  const spells: Spell[] = [];
  const away: Spell[] = [];
  for (let time = 0; time < TIMES; time++) {
    const { part, port } = random.pick(apis);
    await sleep(random.int(200, 1500));
    const from = performance.now();
    await part.kill();
    away.push({ from, to: performance.now() + NOTICE_MS });
    await eventually(part.spec.name, () => isReady(port));
    spells.push({ from, to: await watcher.untilGood() });
  }
  const head = await miner.end();
  await untilAt(subgraphUrl(stack), head);
  await watcher.end(head);
  const digests = await freshDigests(history, subgraphUrl(stack), head);
  const broken = watcher.told.filter(({ how }) => how === "unanswered").length;
  console.log(`${broken} of ${watcher.told.length} questions were on their way to a killed process`);
  expect(broken).toBeLessThanOrEqual(TIMES * CLIENTS);
  const fault = "one of two APIs behind one address killed";
  const seen = { fault, spells, watcher, away, isUpstreamWell: true };
  await judge(table, seen, { digests, reference: stack.url });
});
