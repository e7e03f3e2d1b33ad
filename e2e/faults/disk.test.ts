import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, inject, it, vi } from "vitest";
import { digestsOf } from "../src/Digest.ts";
import { FaultTable } from "../src/FaultTable.ts";
import { chanceFor } from "../src/faultSeed.ts";
import { History } from "../src/History.ts";
import { judge } from "../src/judge.ts";
import { Miner } from "../src/Miner.ts";
import { eventually, untilAt } from "../src/Parts.ts";
import { freePort, subgraphUrl } from "../src/places.ts";
import { remove } from "../src/remove.ts";
import { SmallDisk } from "../src/SmallDisk.ts";
import { Stack } from "../src/Stack.ts";
import type { Spell } from "../src/told.ts";
import { Watcher } from "../src/Watcher.ts";
import { WATCHED } from "../src/watched.ts";

vi.setConfig({ testTimeout: 1_800_000, hookTimeout: 600_000 });

const MEGABYTES = 250;
const BLOCK_MS = 500;
/** How long the stack may take to stop its parts, the API first. */
const STOP_MS = 10_000;
/** How long it stays full at most, after the stack has said so (ms). */
const FULL_MS = 20_000;
/** How long clients may be without service for it, a new start of the stack included: no measure, but an end (ms). */
const MOST_DOWNTIME_MS = 120_000;
/** How long the index may stand once there is room, until it is started again (s). */
const STANDS_S = 60;
/** How often the disk is filled while the stack runs. */
const TIMES = 2;
const table = new FaultTable(inject("faultRows"));

let history: History;
let reference: Stack;
let stack: Stack;
let disk: SmallDisk;
let args: string[];

beforeAll(async () => {
  history = await History.play();
  reference = await history.index();
  args = [...history.arguments(), "--port", String(await freePort())];
  stack = await Stack.start(args);
  const { data } = await stack.json<{ data: string }>("postgres.json");
  await stack.stop();
  disk = await SmallDisk.under(data, MEGABYTES);
  stack = await Stack.start(args, stack.dataDir);
});

afterAll(async () => {
  for (const each of [stack, reference]) await each?.stop();
  await disk?.remove();
  for (const each of [stack, reference]) if (each) await remove(each.dataDir);
  await history?.close();
});

it("says that the disk of the database is full, spoils nothing, and goes on when there is room", async () => {
  const name = "a full disk";
  const random = chanceFor(name);
  const miner = await Miner.after(history, { pauseMs: BLOCK_MS });
  const watcher = new Watcher(stack.url, { questions: WATCHED, highest: () => miner.head, story: name });
  const spells: Spell[] = [];
  const away: Spell[] = [];
  for (let time = 1; time <= TIMES; time++) {
    await untilAt(subgraphUrl(stack), miner.head);
    await sleep(random.int(0, 1000));
    const from = performance.now();
    const said = stack.output.length;
    const logged = (await postgresLog()).length;
    await disk.fill();
    await eventually(
      "word of the full disk",
      async () => /! the disk of .* is full/.test(stack.output.slice(said)) || null,
    );
    await eventually(
      "a write that failed",
      async () => /No space left on device/.test((await postgresLog()).slice(logged)) || null,
      60,
    );
    await sleep(random.int(0, FULL_MS));
    await disk.grow(MEGABYTES * (time + 1));
    const gone = await untilWellOrEnded(miner);
    const to = await watcher.untilGood();
    spells.push({ from, to });
    if (gone !== null) away.push({ from: gone - STOP_MS, to });
  }
  const head = await miner.end();
  await untilAt(subgraphUrl(stack), head);
  await untilAt(subgraphUrl(reference), head);
  await watcher.end(head);
  const digests = await digestsOf([subgraphUrl(stack), subgraphUrl(reference)], head);
  const story = { fault: "PostgreSQL's disk full", spells, watcher, away, mostDowntime: MOST_DOWNTIME_MS };
  await judge(table, story, { digests, reference: reference.url });
});

/** All that PostgreSQL has logged, in this start of the stack. */
async function postgresLog(): Promise<string> {
  return readFile(join(stack.dataDir, "logs", "postgres.log"), "utf8");
}

/**
 * With room again graph-node goes on, or it has to be started again: the stack says so when it ends, or beforehand where
 * graph-node could not even note that it has stopped. This does as it is told, and gives when it began to.
 */
async function untilWellOrEnded(miner: Miner): Promise<number | null> {
  const url = subgraphUrl(stack);
  const isWell = untilAt(url, miner.head, STANDS_S).then(
    () => true,
    () => false,
  );
  const exit = await Promise.race([stack.ended(), isWell]);
  if (exit === true) return null;
  const gone = performance.now();
  if (exit === false) {
    expect(stack.output).toMatch(/has room again .*: if the index still stands in a minute, start again/);
    await stack.stop();
  } else {
    expect(exit.code).toBe(1);
    expect(exit.output).toMatch(/No space left on device.*What to do: make room on the disk/);
    expect(exit.output).not.toMatch(/.{1000}/);
  }
  stack = await Stack.start(args, stack.dataDir);
  console.log(`the stack ${exit === false ? "stood" : "ended with advice"} and was started again`);
  return gone;
}
