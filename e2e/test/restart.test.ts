import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type Digest, digestOf } from "../src/Digest.ts";
import { firstHourOf } from "../src/firstHour.ts";
import { History } from "../src/History.ts";
import { untilIndexed } from "../src/indexed.ts";
import { subgraphUrl } from "../src/places.ts";
import { processesBelow } from "../src/processes.ts";
import { remove } from "../src/remove.ts";
import { SlowRpc } from "../src/SlowRpc.ts";
import { Stack } from "../src/Stack.ts";

/** How long the chain takes for logs, of so many blocks at most: a backfill of some seconds, in many steps. */
const HOLD_MS = 100;
process.env.GRAPH_ETHEREUM_MAX_BLOCK_RANGE_SIZE = "10";

vi.setConfig({ testTimeout: 180_000 });

let history: History;
let rpc: SlowRpc;
let fresh: Digest;
let head: number;
/** An index that is killed before it has come to this block begins anew: see faults/firstHour.test.ts. */
let hour: number;

beforeAll(async () => {
  history = await History.play();
  head = history.expected.head.number;
  rpc = await SlowRpc.before(history.rpcUrl, HOLD_MS);
  const stack = await history.index();
  fresh = await digestOf(subgraphUrl(stack), head);
  hour = (await firstHourOf(subgraphUrl(stack))).next;
  await stack.stop();
  await remove(stack.dataDir);
});

afterAll(async () => {
  rpc?.close();
  await history?.close();
});

it("is the index that it would have been, after graph-node and PostgreSQL were killed in its backfill", async () => {
  const dataDir = await Stack.temporaryFolder();
  try {
    const first = await killHalfway("graph-node", dataDir, Math.max(head / 4, hour));
    const second = await killHalfway("PostgreSQL", dataDir, head / 2);
    expect(second.resumedAt).toBeGreaterThanOrEqual(first.killedAt);

    const stack = await Stack.start(history.arguments(rpc.url), dataDir);
    const digest = await digestOf(subgraphUrl(stack), head);
    await stack.stop();
    expect(digest).toEqual(fresh);
    console.log(
      `killed at blocks ${first.killedAt} (graph-node) and ${second.killedAt} (PostgreSQL) of ${head}: ` +
        `${digest.rows} rows\n  after both   ${digest.all}\n  never killed ${fresh.all}`,
    );
  } finally {
    await remove(dataDir);
  }
});

/** The program that is the part, as its command line names it. */
const PROGRAMS = { "graph-node": /\/gnd dev /, PostgreSQL: /\/postgres -D / };

/**
 * Starts the stack, kills one part of it without warning once the index has gone beyond a block, and waits for the
 * stack's end. Throws when the index came to its end first.
 */
async function killHalfway(
  part: keyof typeof PROGRAMS,
  dataDir: string,
  beyond: number,
): Promise<{ resumedAt: number; killedAt: number }> {
  const stack = Stack.spawn(history.arguments(rpc.url), dataDir);
  try {
    const url = await printedUrl(stack);
    const resumed = await untilIndexed(url, ({ number }) => number > 0);
    const { number: killedAt } = await untilIndexed(url, ({ number }) => number > beyond);
    expect(killedAt).toBeLessThan(head);
    process.kill(await pidOf(stack, part), "SIGKILL");

    const { code, output } = await stack.ended();
    expect(code).not.toBe(0);
    expect(output).toContain(`${part} ended unexpectedly`);
    return { resumedAt: resumed.number, killedAt };
  } finally {
    await stack.stop();
  }
}

async function pidOf(stack: Stack, part: keyof typeof PROGRAMS): Promise<number> {
  const found = (await processesBelow(stack.pid)).find(({ command }) => PROGRAMS[part].test(command));
  if (found === undefined) throw new Error(`${part} does not run below the stack:\n${stack.output}`);
  return found.pid;
}

async function printedUrl(stack: Stack): Promise<string> {
  for (let left = 300; left > 0; left--) {
    if (stack.output.includes("graph-node   at")) return subgraphUrl(stack);
    await sleep(100);
  }
  throw new Error(`graph-node did not come up within 30 s:\n${stack.output}`);
}
