import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, inject, it, vi } from "vitest";
import { playBusyDays } from "../src/busyDays.ts";
import { digestOf } from "../src/Digest.ts";
import { FaultTable } from "../src/FaultTable.ts";
import { FaultyRpc, RPC_FAULTS, type RpcFault } from "../src/FaultyRpc.ts";
import { chanceFor } from "../src/faultSeed.ts";
import { History } from "../src/History.ts";
import { judge } from "../src/judge.ts";
import { Miner } from "../src/Miner.ts";
import { Parts, untilAt } from "../src/Parts.ts";
import { freePort, subgraphUrl } from "../src/places.ts";
import { remove } from "../src/remove.ts";
import { Stack } from "../src/Stack.ts";
import { type Spell, Watcher } from "../src/Watcher.ts";
import { WATCHED } from "../src/watched.ts";

vi.setConfig({ testTimeout: 1_800_000, hookTimeout: 600_000 });

const ROUNDS = 40;
const RANGE = 5;
const BLOCK_MS = 500;
/** How long the RPC fails in one way, and how often (ms); it says nothing for half a minute, once. */
const SPELL_MS = 4000;
const SILENCE_MS = 30_000;
const TIMES = 3;
process.env.GRAPH_ETHEREUM_MAX_BLOCK_RANGE_SIZE = String(RANGE);

/** One way to fail, when it did, and who watched. */
type Failing = { readonly fault: RpcFault; readonly spells: Spell[]; readonly watcher: Watcher };

const table = new FaultTable(inject("faultRows"));
let history: History;
let rpc: FaultyRpc;
let reference: Stack;
let stack: Stack;
let parts: Parts | undefined;

beforeAll(async () => {
  history = await History.play();
  await playBusyDays(history, ROUNDS);
  rpc = await FaultyRpc.before(history.rpcUrl);
  reference = await history.index();
  stack = await Stack.start([...history.arguments(rpc.url), "--port", String(await freePort())]);
});

afterAll(async () => {
  rpc?.close();
  await parts?.stop();
  for (const each of [stack, reference]) {
    await each?.stop();
    if (each) await remove(each.dataDir);
  }
  await history?.close();
});

it("stays behind and says so while the chain's RPC fails at the head, and the stack stays up", async () => {
  const chance = chanceFor("RPC faults at the head");
  const miner = await Miner.after(history, { pauseMs: BLOCK_MS });
  const url = subgraphUrl(stack);
  const failed: Failing[] = [];
  for (const fault of RPC_FAULTS) {
    const watch = { questions: WATCHED, highest: () => miner.head, random: chance };
    const watcher = new Watcher(stack.url, watch);
    const caughtUp = async () => untilAt(url, miner.head);
    failed.push({ fault, watcher, spells: await failOften(fault, caughtUp) });
    await watcher.end();
  }
  const head = await miner.end();
  await untilAt(url, head);
  expect(stack.output).not.toMatch(/What to do/);
  await finish(failed, { url, head }, "at the head");
});

it("is the index that it would have been, after the chain's RPC has failed in a backfill", async () => {
  const chance = chanceFor("RPC faults in the backfill");
  const { block: head } = await history.chain.head();
  const first = Math.min(...history.expected.pairs.flatMap(({ commitBlocks }) => commitBlocks));
  parts = await Parts.of(stack);
  rpc.ceiling = first;
  await parts.startAnew();
  const { url, subgraphUrl: index } = parts;
  const failed: Failing[] = [];
  const sections = (RPC_FAULTS.length - 1) * TIMES + 1;
  let section = 0;
  for (const fault of RPC_FAULTS) {
    const watcher = new Watcher(url, { questions: WATCHED, highest: () => rpc.ceiling, random: chance });
    const spells = await failOften(fault, async () => {
      await untilAt(index, rpc.ceiling - RANGE);
      rpc.ceiling = first + Math.floor(((head - first) * ++section) / (2 * sections + 1));
      await sleep(chance.int(0, 500));
    });
    failed.push({ fault, watcher, spells });
    await watcher.end();
  }
  rpc.ceiling = Number.POSITIVE_INFINITY;
  await untilAt(index, head);
  await finish(failed, { url: index, head }, "in a backfill");
});

/** Lets the RPC fail in one way again and again, each time once `well` is fulfilled, and waits until it is again. */
async function failOften(fault: RpcFault, well: () => Promise<void>): Promise<Spell[]> {
  const spells: Spell[] = [];
  const isSilent = fault === "nothing";
  for (let time = 0; time < (isSilent ? 1 : TIMES); time++) {
    await well();
    const from = performance.now();
    const before = rpc.failed;
    rpc.fault = fault;
    await sleep(isSilent ? SILENCE_MS : SPELL_MS);
    rpc.fault = null;
    expect(rpc.failed, `questions that met ${fault}`).toBeGreaterThan(before);
    await well();
    spells.push({ from, to: performance.now() });
  }
  return spells;
}

async function finish(
  failed: readonly Failing[],
  { url, head }: { url: string; head: number },
  when: string,
): Promise<void> {
  await untilAt(subgraphUrl(reference), head);
  const digest = await digestOf(url, head);
  const right = await digestOf(subgraphUrl(reference), head);
  for (const { fault, ...rest } of failed) {
    const story = { ...rest, fault: `RPC answers ${fault} ${when}`, away: [] };
    await judge(table, story, { digest, right, reference: reference.url });
  }
}
