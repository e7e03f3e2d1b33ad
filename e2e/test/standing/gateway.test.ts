import { afterAll, beforeAll, expect, it } from "vitest";
import { ApiProcess } from "../../src/ApiProcess.ts";
import { Client } from "../../src/Client.ts";
import { Gateway } from "../../src/Gateway.ts";
import { subgraphUrl } from "../../src/places.ts";
import { StandingStack } from "../../src/StandingStack.ts";

const KEY = "k3y-that-nobody-may-read";
const EVERY = 5;
const stack = new StandingStack();
let gateway: Gateway;
let api: ApiProcess;

beforeAll(async () => {
  gateway = await Gateway.before(subgraphUrl(stack), KEY, EVERY);
  const { superfluid } = await stack.json<{ superfluid: { superToken: string } }>("deployment.json");
  const settings = { SUPER_TOKENS: superfluid.superToken, LOG_LEVEL: "debug" };
  api = await ApiProcess.start(gateway.url, { ...settings, SUBGRAPH_API_KEY: KEY });
});

afterAll(async () => {
  await api?.stop();
  gateway?.close();
});

it("answers from behind a gateway as it does before graph-node itself", async () => {
  const questions = [
    "{ sinks { id stake throughput { drained streamed total } } }",
    "{ taskTypes(first: 5) { id capacities { volatility { n mean coefficientOfVariation } } } }",
    '{ buffers { pressureOverTime(interval: "PT1H") { start close } } }',
    "{ integrity { holds } totals { entity count } }",
    "{ sinks(block: { number: 200 }) { id throughput { drained } } }",
  ];
  const before = new Client(stack.url);
  for (const question of questions)
    expect(await api.client.data(question)).toEqual(await before.data(question));
  expect(gateway.counts.sentAway).toBeGreaterThan(0);
});

it("answers many at once though the gateway sends some away", async () => {
  const { sentAway } = gateway.counts;
  const asked = Array.from({ length: 60 }, (_, i) =>
    api.client.ask(`{ sinks(where: { stake_gte: "${i}" }) { id } }`),
  );
  for (const { status, errors } of await Promise.all(asked))
    expect([status, errors]).toEqual([200, undefined]);
  expect(gateway.counts.sentAway).toBeGreaterThan(sentAway);
});

it("says of its head what it can know, and why not more", async () => {
  const { asOf } = await api.client.data<{ asOf: Record<string, unknown> }>(
    "{ asOf { blockNumber blockHash lagBlocks nullReason } }",
  );
  expect(asOf).toMatchObject({
    lagBlocks: null,
    nullReason: expect.stringContaining("lagBlocks: the chain's head is not known"),
  });
  expect(asOf.blockHash).toMatch(/^0x[0-9a-f]{64}$/);
});

it("tells its key to nobody", async () => {
  const metrics = await (await fetch(new URL("/metrics", api.url))).text();
  expect(api.log).toContain('"msg":"answered"');
  for (const text of [api.log, metrics, JSON.stringify(await api.client.ask("{ nosuch }"))])
    expect(text).not.toContain(KEY);
});
