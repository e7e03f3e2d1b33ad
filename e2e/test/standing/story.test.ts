import type { Expected, ExpectedPair, FactName } from "@manometer/scenario/expected";
import { beforeAll, describe, expect, it } from "vitest";
import { decimalRatio, decimalSqrt, significant } from "../../src/byHand.ts";
import { Client } from "../../src/Client.ts";
import { readmeExample } from "../../src/readme.ts";
import { StandingStack } from "../../src/StandingStack.ts";

/** Where the endpoint lists each kind of fact. */
const COLLECTIONS: Record<FactName, string> = {
  Commit: "commits",
  Reveal: "reveals",
  Rebalance: "rebalances",
  Stake: "stakes",
  Unstake: "unstakes",
  UnstakeRequest: "unstakeRequests",
  Slash: "slashes",
  Deposit: "deposits",
  Drain: "drains",
  Overflow: "overflows",
  TaskTypeRegistration: "taskTypeRegistrations",
  SinkRegistration: "sinkRegistrations",
  SinkDeregistration: "sinkDeregistrations",
  CapacityClamp: "capacityClamps",
  PoolCreation: "poolCreations",
  UnitsChange: "unitsChanges",
  SlasherChange: "slasherChanges",
  SlashExecution: "slashExecutions",
  BufferMaxChange: "bufferMaxChanges",
  PipelineCreation: "pipelineCreations",
  PipelineRebalance: "pipelineRebalances",
  ParameterChange: "parameterChanges",
  FlowDistribution: "flowDistributions",
  InstantDistribution: "instantDistributions",
};

const stack = new StandingStack();
let client: Client;
let expected: Expected;

beforeAll(async () => {
  client = new Client(stack.url);
  expected = await stack.json<Expected>("expected.json");
  console.log(`history: profile ${expected.profile}, seed ${expected.seed}, head ${expected.head.number}`);
  const events = Object.values(expected.counts).reduce((sum, count) => sum + count, 0);
  const seconds = stack.indexSeconds;
  console.log(`backfill: ${events} events in ${seconds} s, ${Math.round(events / seconds)} events/s`);
});

describe("the index says what the contracts should have done", () => {
  it("stands at the history's head, and every answer says so", async () => {
    const { data, extensions } = await client.ask<{ asOf: { blockNumber: number; blockHash: string } }>(
      "{ asOf { blockNumber blockHash } }",
    );

    expect(data.asOf).toMatchObject({ blockHash: expected.head.hash });
    expect(Number(data.asOf.blockNumber)).toBe(expected.head.number);
    expect(extensions?.asOf?.blockHash).toBe(expected.head.hash);
  });

  it.each(Object.entries(COLLECTIONS))("holds every %s", async (fact, collection) => {
    const rows = await client.all(collection, "id");

    expect(rows).toHaveLength(expected.counts[fact as FactName]);
    expect(rows.length).toBeGreaterThan(0);
  });

  it("holds every sink's stake and totals", async () => {
    const fields = "stake cap totalStaked totalUnstaked totalSlashed totalDrained";
    const rows = await client.all<{ id: string }>("sinks", `id ${fields}`);
    const indexed = Object.fromEntries(rows.map(({ id, ...sink }) => [id, sink]));
    const told = Object.entries(expected.sinks).map(([id, { name: _, ...sink }]) => [id, sink]);

    expect(told.length).toBeGreaterThanOrEqual(12);
    expect(indexed).toEqual(Object.fromEntries(told));
  });

  it("holds every pair's stored and smoothed capacity", async () => {
    type Row = { id: string; isRegistered: boolean; stored: string; smoothed: string; cap: string };
    const rows = await client.all<Row>("sinkCapacities", "id isRegistered stored smoothed cap");
    const told = expected.pairs.map(({ taskType, sink, isRegistered, stored, smoothed, cap }) => ({
      id: pairId({ taskType, sink }),
      isRegistered,
      stored,
      smoothed,
      cap,
    }));

    expect(rows).toEqual(told.toSorted(byId));
  });

  it("holds every task type's total and every buffer's level, maximum and offsets", async () => {
    type Row = {
      id: string;
      totalCapacity: string;
      effectiveCapacity: string;
      lastTotalCapacity: string;
      buffer: { level: string; max: string; totalDrained: string; totalDeposited: string };
    };
    const rows = await client.all<Row>(
      "taskTypes",
      "id totalCapacity effectiveCapacity lastTotalCapacity buffer { level max totalDrained totalDeposited }",
    );

    for (const { id, buffer, ...totals } of rows) {
      const { level, max, head, tail } = expected.buffers[id as `0x${string}`] ?? {};
      expect(buffer).toEqual({ level, max, totalDrained: head, totalDeposited: tail });
      expect(expected.taskTypes[id as `0x${string}`]).toMatchObject(totals);
    }
    expect(rows).toHaveLength(3);
  });

  it("holds every slash with what it left", async () => {
    const { slashes } = await client.data<{ slashes: Record<string, unknown>[] }>(
      `{ slashes(first: 1000, orderBy: sequence) { timestamp sink { id } slasher { id } reason requested amount
         stakeBefore stakeAfter capBefore capAfter evidenceHash } }`,
    );

    expect(slashes.length).toBeGreaterThanOrEqual(4);
    expect(slashes).toEqual(
      expected.slashes.map(({ block: _, timestamp, sink, slasher, ...slash }) => ({
        ...slash,
        timestamp: String(timestamp),
        sink: { id: sink },
        slasher: { id: slasher },
      })),
    );
  });
});

it("counts its own facts, and finds its own invariants held", async () => {
  type Answer = {
    totals: { entity: string; count: string }[];
    integrity: { holds: boolean | null; checks: { holds: boolean | null }[] };
  };
  const { totals, integrity } = await client.data<Answer>(
    "{ totals { entity count } integrity { holds checks { holds } } }",
  );

  const counts = Object.fromEntries(totals.map(({ entity, count }) => [entity, Number(count)]));
  expect(counts).toMatchObject(expected.counts);
  expect(integrity.holds).toBe(true);
  expect(integrity.checks.length).toBeGreaterThanOrEqual(5);
});

it("adds up what was drained and streamed", async () => {
  type Throughput = { drained: string; streamed: string; total: string };
  const { sinks } = await client.data<{ sinks: { throughput: Throughput }[] }>(
    "{ sinks { throughput { drained streamed total } } }",
  );

  for (const { throughput } of sinks) {
    const { drained, streamed, total } = throughput;
    expect(BigInt(total)).toBe(BigInt(drained) + BigInt(streamed));
  }
  expect(sinks.some(({ throughput }) => BigInt(throughput.streamed) > 0n)).toBe(true);
});

it("answers the README's query as the README says", async () => {
  const { query, data } = await readmeExample();

  expect(await client.data(query)).toEqual(data);
});

describe("derived metrics agree with a computation by hand", () => {
  it("volatility: the coefficient of variation of the capped values of every pair", async () => {
    const rows = await client.all<{
      id: string;
      volatility: {
        n: number;
        coefficientOfVariation: string | null;
        nullReason: string | null;
        resolution: string;
      };
    }>("sinkCapacities", "id volatility { n coefficientOfVariation nullReason resolution }", 100);

    for (const { id, volatility } of rows) {
      const values = pair(id).reveals.map(({ capped }) => BigInt(capped));
      expect(volatility.n).toBe(values.length);
      expect(volatility.resolution).toBe("RAW");
      if (volatility.coefficientOfVariation === null) {
        expect(values.length < 2 || values.every((value) => value === 0n)).toBe(true);
        expect(volatility.nullReason).toEqual(expect.any(String));
        continue;
      }
      expect(significant(volatility.coefficientOfVariation)).toBe(significant(variation(values)));
    }
    expect(
      rows.filter(({ volatility }) => volatility.coefficientOfVariation !== null).length,
    ).toBeGreaterThan(10);
  });

  it("reliability: revealed among those that could no longer be revealed", async () => {
    const rows = await client.all<{
      id: string;
      reliability: {
        commits: number;
        revealed: number;
        expired: number;
        pending: number;
        rate: string | null;
      };
    }>("sinkCapacities", "id reliability { commits revealed expired pending rate }", 100);

    for (const { id, reliability } of rows) {
      const { commits, reveals, expired, pending } = pair(id);
      expect(reliability).toMatchObject({ commits, revealed: reveals.length, expired, pending });
      const rate = decimalRatio(BigInt(reveals.length), BigInt(reveals.length + expired || 1));
      if (reliability.rate !== null) expect(significant(reliability.rate)).toBe(significant(rate));
      else expect(reveals.length + expired).toBe(0);
    }
    expect(rows.some(({ reliability }) => reliability.expired > 0)).toBe(true);
  });

  it("throughput: what each sink was paid, in all and in each bucket", async () => {
    const rows = await client.all<{
      id: string;
      throughput: { drained: string };
      throughputOverTime: { start: string; end: string; drained: string; filled: boolean }[];
    }>(
      "sinks",
      `id throughput(window: { last: "P1D" }) { drained }
       throughputOverTime(window: { last: "P1D" }, interval: "PT17M") { start end drained filled }`,
      100,
    );

    for (const { id, throughput, throughputOverTime } of rows) {
      const drains = expected.drains.filter(({ sink }) => sink === id);
      expect(throughput.drained).toBe(sum(drains));
      expect(throughputOverTime).toHaveLength(85);
      for (const { start, end, drained, filled } of throughputOverTime) {
        const [from, to] = [Date.parse(start) / 1000, Date.parse(end) / 1000];
        const within = drains.filter(({ timestamp }) => timestamp >= from && timestamp < to);
        expect(drained).toBe(sum(within));
        expect(filled).toBe(within.length === 0);
      }
    }
    expect(rows.some(({ throughput }) => throughput.drained !== "0")).toBe(true);
  });
});

function pairId({ taskType, sink }: { taskType: string; sink: string }): string {
  return `${taskType}${sink.slice(2)}`;
}

function pair(id: string): ExpectedPair {
  return expected.pairs.find((candidate) => pairId(candidate) === id) as ExpectedPair;
}

/** stdDev / mean, from stdDev² = (nΣx² − (Σx)²) / (n(n−1)) and mean = Σx / n. */
function variation(values: bigint[]): string {
  const n = BigInt(values.length);
  const total = values.reduce((a, x) => a + x, 0n);
  const squares = values.reduce((a, x) => a + x * x, 0n);
  return decimalSqrt((n * squares - total * total) * n, (n - 1n) * total * total, 30);
}

function sum(drains: { amount: string }[]): string {
  return drains.reduce((total, { amount }) => total + BigInt(amount), 0n).toString();
}

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : 1;
}
