import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, inject, it, vi } from "vitest";
import { playBusyDays } from "../src/busyDays.ts";
import { Client } from "../src/Client.ts";
import { manometer } from "../src/command.ts";
import { digestsOf } from "../src/Digest.ts";
import { FaultTable } from "../src/FaultTable.ts";
import { FaultyRpc, RPC_FAULTS, type RpcFault } from "../src/FaultyRpc.ts";
import { chanceFor } from "../src/faultSeed.ts";
import { History } from "../src/History.ts";
import { indexedBlock } from "../src/indexed.ts";
import { judge } from "../src/judge.ts";
import { Miner } from "../src/Miner.ts";
import { Parts, untilAt } from "../src/Parts.ts";
import { freePort, subgraphUrl } from "../src/places.ts";
import { remove } from "../src/remove.ts";
import { Stack } from "../src/Stack.ts";
import type { Spell } from "../src/told.ts";
import { Watcher } from "../src/Watcher.ts";
import { WATCHED } from "../src/watched.ts";

vi.setConfig({ testTimeout: 1_800_000, hookTimeout: 600_000 });

const ROUNDS = 40;
const BLOCK_MS = 500;
/** How long the RPC fails in one way (ms). */
const SPELL_MS = 30_000;
/** So long what was indexed after a fault in a backfill is asked about too (ms). */
const AFTER_MS = 10_000;
/** So many blocks come at the least while it fails, of which an answer cannot know. */
const LEAST_BEHIND = 10;
const MOST_DOWNTIME_MS = 10_000;
const BLOCK_READS = ["eth_getBlockByNumber", "eth_getBlockByHash"];
// so that the index is held at one block; once its stream has failed, graph-node asks for up to ten at once all the same
process.env.GRAPH_ETHEREUM_MAX_BLOCK_RANGE_SIZE = "1";

/** One way to fail, when it did, and who watched. */
type Failing = { readonly fault: RpcFault; readonly spell: Spell; readonly watcher: Watcher };

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
  const name = "RPC faults at the head";
  const chance = chanceFor(name);
  const miner = await Miner.after(history, { pauseMs: BLOCK_MS });
  const url = subgraphUrl(stack);
  const failed: Failing[] = [];
  for (const fault of RPC_FAULTS) {
    const story = `${name}: ${fault}`;
    const watcher = new Watcher(stack.url, { questions: WATCHED, highest: () => miner.head, story });
    await untilAt(url, miner.head);
    await sleep(chance.int(0, 2 * BLOCK_MS));
    const from = performance.now();
    const reads = await failing(fault, async () => {
      await sleep(SPELL_MS);
      await saysSo(miner.head);
    });
    expect(reads.blocks, `blocks that were asked for while it answered ${fault}`).toBeGreaterThan(0);
    const last = miner.head;
    await untilAt(url, last);
    failed.push({ fault, watcher, spell: { from, to: await watcher.untilGood() } });
    await watcher.end(last);
  }
  const head = await miner.end();
  await untilAt(url, head);
  expect(stack.output).not.toMatch(/What to do/);
  await finish(failed, { url, head }, "at the head");
});

it("is the index that it would have been, after the chain's RPC has failed in a backfill", async () => {
  const { block: head } = await history.chain.head();
  const first = Math.min(...history.expected.pairs.flatMap(({ commitBlocks }) => commitBlocks));
  parts = await Parts.of(stack);
  rpc.ceiling = first;
  await parts.startAnew();
  const { url, subgraphUrl: index } = parts;
  const failed: Failing[] = [];
  for (const [at, fault] of RPC_FAULTS.entries()) {
    const story = `RPC faults in the backfill: ${fault}`;
    const watcher = new Watcher(url, { questions: WATCHED, highest: () => rpc.ceiling, story });
    await parts.untilIndexed(rpc.ceiling);
    await watcher.untilGood();
    const from = performance.now();
    const reads = await failing(fault, async () => {
      rpc.ceiling = first + Math.floor(((head - first) * (at + 1)) / (RPC_FAULTS.length + 1));
      await sleep(SPELL_MS);
      expect((await indexedBlock(index))?.number, `index while it was answered ${fault}`).toBeLessThan(
        rpc.ceiling,
      );
    });
    expect(reads.logs, `logs that were asked for while it answered ${fault}`).toBeGreaterThan(0);
    await parts.untilIndexed(rpc.ceiling);
    failed.push({ fault, watcher, spell: { from, to: await watcher.untilGood() } });
    await sleep(AFTER_MS);
    await watcher.end(rpc.ceiling);
  }
  rpc.ceiling = Number.POSITIVE_INFINITY;
  await parts.untilIndexed(head);
  await finish(failed, { url: index, head }, "in a backfill");
});

/** Lets the RPC fail in one way during something, and gives how many questions for logs and for blocks met that. */
async function failing(
  fault: RpcFault,
  during: () => Promise<void>,
): Promise<{ logs: number; blocks: number }> {
  const met = () => ({ logs: rpc.failed("eth_getLogs"), blocks: rpc.failed(...BLOCK_READS) });
  const before = met();
  rpc.fault = fault;
  try {
    await during();
  } finally {
    rpc.fault = null;
  }
  const after = met();
  return { logs: after.logs - before.logs, blocks: after.blocks - before.blocks };
}

/** An answer says on which block it stands, which is not the chain's head, and the operator's command what is wrong. */
async function saysSo(head: number): Promise<void> {
  const { asOf } = await new Client(stack.url).data<{ asOf: { blockNumber: number } }>(
    "{ asOf { blockNumber } }",
  );
  expect(asOf.blockNumber).toBeLessThan(head - LEAST_BEHIND);
  const { code, stdout } = await manometer(["status", "--data-dir", stack.dataDir]);
  expect([code, stdout]).toEqual([1, expect.stringContaining("the chain's RPC")]);
}

async function finish(
  failed: readonly Failing[],
  { url, head }: { url: string; head: number },
  when: string,
): Promise<void> {
  await untilAt(subgraphUrl(reference), head);
  const digests = await digestsOf([url, subgraphUrl(reference)], head);
  for (const { fault, spell, watcher } of failed) {
    const seen = { watcher, spells: [spell], away: [], isUpstreamWell: true, mostDowntime: MOST_DOWNTIME_MS };
    const story = { ...seen, fault: `RPC answers ${fault} ${when}` };
    await judge(table, story, { digests, reference: reference.url });
  }
}
