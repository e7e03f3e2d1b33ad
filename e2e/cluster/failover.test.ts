import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { Client } from "../src/Client.ts";
import { Load } from "../src/Load.ts";
import { Members } from "../src/Members.ts";
import { Stack } from "../src/Stack.ts";
import { Subscriber } from "../src/Subscriber.ts";

const CLIENTS = 12;
type Twins = readonly [backend: string, servers: readonly [string, string]];
const QUERY_NODES: Twins = ["query_nodes", ["query-1", "query-2"]];
const APIS: Twins = ["apis", ["api-1", "api-2"]];
const PATIENCE = { timeout: 30_000, interval: 200 };

let stack: Stack;
let members: Members;
let client: Client;

beforeAll(async () => {
  stack = await Stack.start(["--cluster", "--profile", "smoke"]);
  members = new Members(stack);
  client = new Client(stack.url);
});

afterAll(async () => {
  Subscriber.stopAll();
  await stack?.dispose();
});

/** Sinks with what they were paid; no two questions in a row are alike. */
function question(index: number): object {
  return {
    query: `{ asOf { blockNumber } sinks(first: ${1 + (index % 90)}) { id throughput { drained } } }`,
  };
}

/** Kills a part under load and waits until it serves again; gives the answers that were errors or did not come. */
async function killUnderLoad(name: string, twins: Twins): Promise<number> {
  await members.untilBothUp(...twins);
  const load = new Load(stack.url, CLIENTS, question);
  await sleep(1500);
  await members.kill(name);
  await sleep(500);
  await members.untilBothUp(...twins);
  await sleep(1500);
  await load.end();
  const lost = load.got.flatMap(({ codes }) => (codes === null ? "no answer" : (codes[0] ?? [])));
  const how = [...new Set(lost)].map((code) => `, ${code}`).join("");
  console.log(
    `${name} killed: ${load.got.length} questions of ${CLIENTS} clients, ${lost.length} lost${how}`,
  );
  expect(load.got.length).toBeGreaterThan(CLIENTS * 4);
  return lost.length;
}

describe("loses no question beyond those in flight when it loses", () => {
  it.each<[string, Twins]>([
    ["query node 1", QUERY_NODES],
    ["query node 2", QUERY_NODES],
    ["API 1", APIS],
    ["API 2", APIS],
  ])("%s", async (name, twins) => {
    expect(await killUnderLoad(name, twins)).toBeLessThanOrEqual(CLIENTS);
    expect(stack.output).toContain(`${name} ended unexpectedly with SIGKILL; it is started again`);
  });
});

it("goes on by itself after its load balancer and after its replica died", async () => {
  for (const name of ["HAProxy", "PostgreSQL replica"]) {
    await members.kill(name);
    const block = await vi.waitFor(() => client.data<Head>(HEAD), PATIENCE);
    await vi.waitFor(async () => {
      const { asOf } = await client.data<Head>(HEAD);
      expect(Number(asOf.blockNumber)).toBeGreaterThan(Number(block.asOf.blockNumber));
    }, PATIENCE);
  }
});

type Head = { asOf: { blockNumber: string; blockHash: string } };
const HEAD = "{ asOf { blockNumber blockHash } }";
const FACTS = `facts: events(first: 40, orderBy: sequence, orderDirection: desc`;

type Facts = { facts: { id: string }[] };

/** The newest facts by the API, which reads the replica, and at the same block by the node that reads the primary. */
async function bothSay(): Promise<{ block: string; replica: Facts; primary: Facts }> {
  const { data, extensions } = await client.ask<Facts>(`{ ${FACTS}) { id } }`);
  const hash = String(extensions?.asOf?.blockHash);
  const primary = await new Client(members.indexNode).data<Facts>(
    `{ ${FACTS}, block: { hash: "${hash}" }) { id } }`,
  );
  return { block: hash, replica: data, primary };
}

it("never answers for a block that the replica has not got", async () => {
  const seen = new Set<string>();
  for (let asked = 0; asked < 60 || seen.size < 4; asked++) {
    const { block, replica, primary } = await bothSay();
    expect(replica).toEqual(primary);
    seen.add(block);
    await sleep(50);
    if (asked > 600) throw new Error("The chain does not go on");
  }
});

it("stands still while the replica replays nothing, and goes on from there", async () => {
  await members.rows("replica", "SELECT pg_wal_replay_pause()");
  await sleep(500);
  const stands = await bothSay();
  await sleep(8000);
  const later = await bothSay();
  await members.rows("replica", "SELECT pg_wal_replay_resume()");

  expect(stands.replica).toEqual(stands.primary);
  expect(later).toEqual(stands);
  await vi.waitFor(async () => expect((await bothSay()).block).not.toBe(stands.block), PATIENCE);
});

it("tells live events in order through the load balancer, over both transports", async () => {
  const query = "subscription { blockIndexed { blockNumber } }";
  const subscribers = [
    Subscriber.overWs<{ blockIndexed: { blockNumber: string } }>(stack.url, query),
    Subscriber.overSse<{ blockIndexed: { blockNumber: string } }>(stack.url, query),
  ];
  for (const subscriber of subscribers) {
    const numbers = (await subscriber.until(4)).map(({ data }) => Number(data?.blockIndexed.blockNumber));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(new Set(numbers).size).toBe(numbers.length);
  }
});
