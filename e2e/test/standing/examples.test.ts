import type { Expected } from "@manometer/scenario/expected";
import { beforeAll, describe, expect, it } from "vitest";
import { Client } from "../../src/Client.ts";
import { checkTypedClient, emptyLists, examples, runTypedClient } from "../../src/examples.ts";
import { StandingStack } from "../../src/StandingStack.ts";

type Id = { id: string };

const files = await examples();
const stack = new StandingStack();
let client: Client;
let expected: Expected;

beforeAll(async () => {
  client = new Client(stack.url);
  expected = await stack.json<Expected>("expected.json");
});

describe("every example is a question that the endpoint answers", () => {
  it("there are ten, and each says what it asks", () => {
    expect(files).toHaveLength(10);
    for (const { text } of files) expect(text).toMatch(/^# [A-Z].+\n/);
  });

  it.each(files)("$name: without errors, and no list is empty", async ({ text }) => {
    const { data, errors } = await client.ask<unknown>(text);

    expect(errors).toBeUndefined();
    expect(emptyLists(data)).toEqual([]);
  });
});

describe("the answers are the history's", () => {
  it("network-overview: stakes, task types and counts", async () => {
    const { protocols, taskTypes, totals } = await ask<{
      protocols: { stake: string; bufferLevel: string }[];
      taskTypes: (Id & { sinkCount: string; effectiveCapacity: string; buffer: { level: string } })[];
      totals: { entity: string; count: string }[];
    }>("network-overview");

    expect(protocols[0]?.stake).toBe(sum(Object.values(expected.sinks), ({ stake }) => stake));
    expect(protocols[0]?.bufferLevel).toBe(sum(Object.values(expected.buffers), ({ level }) => level));
    expect(taskTypes.map(({ id }) => id).sort()).toEqual(Object.keys(expected.taskTypes).sort());
    for (const { id, sinkCount, effectiveCapacity, buffer } of taskTypes) {
      const told = expected.taskTypes[id as `0x${string}`];
      expect({ sinkCount: Number(sinkCount), effectiveCapacity }).toEqual({
        sinkCount: told?.sinkCount,
        effectiveCapacity: told?.effectiveCapacity,
      });
      expect(buffer.level).toBe(expected.buffers[id as `0x${string}`]?.level);
    }
    const counts = Object.fromEntries(totals.map(({ entity, count }) => [entity, Number(count)]));
    expect(counts).toMatchObject(expected.counts);
  });

  it("capacity-volatility: of the sink that revealed most", async () => {
    const { sinkCapacities } = await ask<{
      sinkCapacities: { declared: { n: number; resolution: string }; backed: { n: number } }[];
    }>("capacity-volatility");
    const most = Math.max(...expected.pairs.map(({ reveals }) => reveals.length));

    expect(sinkCapacities).toMatchObject([{ declared: { n: most, resolution: "RAW" }, backed: { n: most } }]);
  });

  it("reveal-reliability: commitments of every registered pair", async () => {
    const { sinkCapacities } = await ask<{
      sinkCapacities: { sink: Id; taskType: Id; reliability: { [name: string]: unknown } }[];
    }>("reveal-reliability");
    const told = expected.pairs.filter(({ isRegistered }) => isRegistered);

    expect(sinkCapacities).toHaveLength(told.length);
    for (const { sink, taskType, commits, expired, pending, reveals } of told) {
      const row = sinkCapacities.find((pair) => pair.sink.id === sink && pair.taskType.id === taskType);
      expect(row?.reliability).toMatchObject({ commits, revealed: reveals.length, expired, pending });
    }
  });

  it("sink-throughput: what each sink was drained, in all and by buckets", async () => {
    const { sinks } = await ask<{
      sinks: (Id & { throughput: { drained: string }; throughputOverTime: { drained: string }[] })[];
    }>("sink-throughput");

    for (const { id, throughput, throughputOverTime } of sinks) {
      expect(throughput.drained).toBe(expected.sinks[id as `0x${string}`]?.totalDrained);
      expect(sum(throughputOverTime, ({ drained }) => drained)).toBe(throughput.drained);
    }
  });

  it("allocation-share: ends with the pools' units", async () => {
    const { taskTypes } = await ask<{
      taskTypes: (Id & { allocationOverTime: { totalUnits: string }[] })[];
    }>("allocation-share");

    for (const { id, allocationOverTime } of taskTypes)
      expect(allocationOverTime.at(-1)?.totalUnits).toBe(expected.taskTypes[id as `0x${string}`]?.totalUnits);
  });

  it("escrow-pressure: levels, and what was drained", async () => {
    const { buffers } = await ask<{
      buffers: (Id & { level: string; max: string; drainLatency: { drained: string } })[];
    }>("escrow-pressure");

    for (const { id, level, max, drainLatency } of buffers) {
      expect(expected.buffers[id as `0x${string}`]).toMatchObject({ level, max });
      const drains = expected.drains.filter(({ taskType }) => taskType === id);
      expect(drainLatency.drained).toBe(sum(drains, ({ amount }) => amount));
    }
  });

  it("rebalance-health: every rebalance counts", async () => {
    const { taskTypes } = await ask<{ taskTypes: { rebalancing: { rebalances: number } }[] }>(
      "rebalance-health",
    );

    expect(sum(taskTypes, ({ rebalancing }) => rebalancing.rebalances)).toBe(
      String(expected.counts.Rebalance),
    );
  });

  it("slashes-of-a-sink: each with the stake before and after", async () => {
    const { sinks } = await ask<{ sinks: (Id & { slashes: object[] })[] }>("slashes-of-a-sink");
    const told = expected.slashes.filter(({ sink }) => sink === sinks[0]?.id);

    expect(told.length).toBeGreaterThan(0);
    expect(sinks[0]?.slashes).toMatchObject(
      told.map(({ reason, requested, amount, stakeBefore, stakeAfter, slasher }) => ({
        ...{ reason, requested, amount, stakeBefore, stakeAfter },
        slasher: { id: slasher },
      })),
    );
  });

  it("pipeline-bottleneck: what every stage lets through", async () => {
    const { pipelines } = await ask<{
      pipelines: (Id & { effectiveCapacities: { effective: string }[] })[];
    }>("pipeline-bottleneck");
    const told = expected.pipelines.map(({ id, effectiveCapacities }) => [id, effectiveCapacities]);

    expect(
      pipelines.map(({ id, effectiveCapacities }) => [
        id,
        effectiveCapacities.map(({ effective }) => effective),
      ]),
    ).toEqual(told);
  });

  it("time-travel: what had been deposited by block 200, with sums that hold", async () => {
    const { asOf, protocols, integrity } = await ask<{
      asOf: { blockNumber: number };
      protocols: { totalDeposited: string }[];
      integrity: { holds: boolean };
    }>("time-travel");
    const deposits = expected.deposits.filter(({ block }) => block <= 200);

    expect(asOf.blockNumber).toBe(200);
    expect(protocols[0]?.totalDeposited).toBe(sum(deposits, ({ amount }) => amount));
    expect(integrity.holds).toBe(true);
  });
});

it("the typed client compiles, and prints a row for every registered pair", async () => {
  await checkTypedClient();
  const printed = await runTypedClient(stack.url);

  const lines = printed.trim().split("\n");
  expect(lines[0]).toContain(`at block ${expected.head.number}`);
  expect(lines).toHaveLength(2 + expected.pairs.filter(({ isRegistered }) => isRegistered).length);
  expect(lines[2]).toMatch(/^(transcribe|translate|summarize) +0x[0-9a-f]{6}…[0-9a-f]{4} +100\.0 %/);
});

function ask<T>(name: string): Promise<T> {
  const text = files.find((file) => file.name === name)?.text;
  if (text === undefined) throw new Error(`examples/ has no query called ${name}`);
  return client.data<T>(text);
}

function sum<T>(rows: T[], amount: (row: T) => string | number): string {
  return rows.reduce((total, row) => total + BigInt(amount(row)), 0n).toString();
}
