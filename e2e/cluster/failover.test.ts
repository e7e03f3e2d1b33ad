import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { Client } from "../src/Client.ts";
import { chanceFor } from "../src/faultSeed.ts";
import { type Got, Load } from "../src/Load.ts";
import { Members } from "../src/Members.ts";
import { Stack } from "../src/Stack.ts";
import { Subscriber } from "../src/Subscriber.ts";

const CLIENTS = 12;
type Twins = readonly [backend: string, servers: readonly [string, string]];
const QUERY_NODES: Twins = ["query_nodes", ["query-1", "query-2"]];
const APIS: Twins = ["apis", ["api-1", "api-2"]];
/** A query node that is back gets its share by and by (slowstart in deploy/haproxy.cfg). */
const WARM_MS = 4000;
const chance = chanceFor("failover");
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

/** Sinks with what they were paid: no two questions are alike, or memory would answer. */
function question(index: number): object {
  const some = `first: ${1 + (index % 90)}, where: { stake_gte: "${index}" }`;
  return { query: `{ asOf { blockNumber } sinks(${some}) { id throughput { drained } } }` };
}

/** How many questions the query nodes were asked so far. */
async function askedOfNodes(): Promise<number> {
  const [backend, servers] = QUERY_NODES;
  const counted = await Promise.all(servers.map((server) => members.counted(backend, server)));
  return counted.reduce((sum, { sessions }) => sum + sessions, 0);
}

/** Kills a part under load, and lets the load go on for a while after it is back: what was lost, and when it was killed. */
async function killUnderLoad(name: string, twins: Twins): Promise<{ lost: Got[]; killedAt: number }> {
  await members.untilBothUp(...twins);
  const before = await askedOfNodes();
  const load = new Load(stack.url, CLIENTS, question);
  await sleep(chance.int(1000, 3000));
  const killedAt = performance.now();
  await members.kill(name);
  const again = new Client(String(members.urlOf(name)));
  await vi.waitFor(() => again.data("{ _meta { block { number } } }"), PATIENCE);
  await members.untilBothUp(...twins);
  await sleep(WARM_MS);
  await load.end();
  const lost = load.got.filter(({ codes }) => codes === null || codes.length > 0);
  const how = lost.map(({ at, ms, said }) => {
    const [after, waited] = [(at - killedAt) / 1000, ms / 1000];
    return `\n  asked ${after.toFixed(1)} s after the kill, told ${waited.toFixed(1)} s later: ${said.join("; ")}`;
  });
  console.log(
    `${name} killed: ${load.got.length} questions of ${CLIENTS} clients, ${lost.length} lost${how.join("")}`,
  );
  expect(load.got.length).toBeGreaterThan(CLIENTS * 4);
  expect(await askedOfNodes()).toBeGreaterThanOrEqual(before + load.got.length - lost.length);
  return { lost, killedAt };
}

it("answers as soon as it says that it is ready", async () => {
  const { data } = await client.ask<Head>(HEAD);
  expect(Number(data.asOf.blockNumber)).toBeGreaterThan(0);
});

describe.each([1, 2])("the time %i that it loses", (time) => {
  it.each<[string, Twins]>([
    ["query node 1", QUERY_NODES],
    ["query node 2", QUERY_NODES],
  ])("%s, it loses no question", async (name, twins) => {
    expect((await killUnderLoad(name, twins)).lost).toEqual([]);
    expect(stack.output.split(`${name} ended unexpectedly with SIGKILL; it is started again`)).toHaveLength(
      time + 1,
    );
  });

  it.each<[string, Twins]>([
    ["API 1", APIS],
    ["API 2", APIS],
  ])("%s, it loses no question but those in flight", async (name, twins) => {
    const { lost, killedAt } = await killUnderLoad(name, twins);
    expect(lost.filter(({ at, ms }) => at > killedAt || at + ms < killedAt)).toEqual([]);
    expect(stack.output.split(`${name} ended unexpectedly with SIGKILL; it is started again`)).toHaveLength(
      time + 1,
    );
  });
});

it("tells Prometheus of new blocks though nobody asks anything else", async () => {
  const block = async () => {
    const text = await (await fetch(String(members.urlOf("API 1")).replace("/graphql", "/metrics"))).text();
    return Number(/^manometer_head_block (\d+)$/m.exec(text)?.[1]);
  };
  const before = await block();
  await vi.waitFor(async () => expect(await block()).toBeGreaterThan(before), PATIENCE);
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
