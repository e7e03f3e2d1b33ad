import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Answer, Client } from "../src/Client.ts";
import { untilIndexed } from "../src/indexed.ts";
import { rpcUrl, subgraphUrl } from "../src/places.ts";
import { Stack } from "../src/Stack.ts";

const QUESTION = '{ sinks { id stake throughput(window: { last: "P1D" }) { drained } } }';
/** How old a head may be that answers are given for, and what a busy machine adds. */
const STALE_MS = 400;
let stack: Stack;
let client: Client;

beforeAll(async () => {
  stack = await Stack.start(["--profile", "smoke", "--no-live"]);
  client = new Client(stack.url);
});

afterAll(async () => {
  await stack?.dispose();
});

it("works the same question out once, and asks graph-node nothing more for it", async () => {
  await client.ask(QUESTION);
  const before = await figures();
  const answers = await Promise.all(Array.from({ length: 200 }, () => client.ask(QUESTION)));
  const after = await figures();
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(after.hits - before.hits).toBe(200);
  // what it does ask is where the head is, ten times a second at most
  expect(after.upstream - before.upstream).toBeLessThan(100);
});

it("answers for the next block as soon as it is indexed, and says which", async () => {
  const first = await client.ask<object>(QUESTION);
  const next = (await mine(1)).number;
  const { hash } = await untilIndexed(subgraphUrl(stack), ({ number }) => number >= next);
  await sleep(STALE_MS);
  const second = await client.ask<object>(QUESTION);
  expect(blockOf(second)).toEqual({ blockNumber: next, blockHash: hash });
  expect(blockOf(second)).not.toEqual(blockOf(first));
  expect(second.extensions?.asOf).toMatchObject({ lagBlocks: 0 });
});

it("forgets a block that the chain has left, though its number comes again", async () => {
  const snapshot = await rpc("evm_snapshot", []);
  const left = await mine(1);
  await untilIndexed(subgraphUrl(stack), ({ hash }) => hash === left.hash);
  await sleep(STALE_MS);
  expect(blockOf(await client.ask(QUESTION)).blockHash).toBe(left.hash);
  await rpc("evm_revert", [snapshot]);
  await rpc("evm_increaseTime", [7]);
  const taken = await mine(1);
  expect([taken.number, taken.hash === left.hash]).toEqual([left.number, false]);
  const head = await mine(1);
  await untilIndexed(subgraphUrl(stack), ({ hash }) => hash === head.hash);
  await sleep(STALE_MS);
  expect(blockOf(await client.ask(QUESTION)).blockHash).toBe(head.hash);
  const at = `{ sinks(first: 1, block: { number: ${left.number} }) { id } }`;
  expect(blockOf(await client.ask(at)).blockHash).toBe(taken.hash);
});

it("answers for a block of the past with the same bytes, before and after others", async () => {
  const { blockNumber } = blockOf(await client.ask(QUESTION));
  const at = QUESTION.replace("sinks", `sinks(block: { number: ${Number(blockNumber) - 20} })`);
  const first = await client.ask<object>(at);
  expect(first.errors).toBeUndefined();
  const next = (await mine(3)).number;
  await untilIndexed(subgraphUrl(stack), ({ number }) => number >= next);
  await sleep(STALE_MS);
  expect(JSON.stringify((await client.ask<object>(at)).data)).toBe(JSON.stringify(first.data));
});

function blockOf({ extensions }: Answer<unknown>): { blockNumber?: number; blockHash?: string } {
  const { blockNumber, blockHash } = extensions?.asOf ?? {};
  return { ...(blockNumber !== undefined && { blockNumber }), ...(blockHash !== undefined && { blockHash }) };
}

async function figures(): Promise<{ hits: number; upstream: number }> {
  const text = await (await fetch(new URL("/metrics", stack.url))).text();
  const sum = (name: string, label: string) =>
    text
      .split("\n")
      .filter((line) => line.startsWith(`${name}{`) && line.includes(label))
      .reduce((total, line) => total + Number(line.slice(line.lastIndexOf(" "))), 0);
  return {
    hits: sum("manometer_request_seconds_count", 'from="HIT"'),
    upstream: sum("manometer_upstream_seconds_count", 'endpoint="subgraph"'),
  };
}

async function mine(blocks: number): Promise<{ number: number; hash: string }> {
  for (let i = 0; i < blocks; i++) await rpc("evm_mine", []);
  const block = (await rpc("eth_getBlockByNumber", ["latest", false])) as { number: string; hash: string };
  return { number: Number(block.number), hash: block.hash };
}

async function rpc(method: string, params: unknown[]): Promise<unknown> {
  const response = await fetch(rpcUrl(stack), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  const { result, error } = (await response.json()) as { result?: unknown; error?: { message: string } };
  if (error) throw new Error(`${method}: ${error.message}`);
  return result;
}
