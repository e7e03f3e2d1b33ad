import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ApiProcess } from "../src/ApiProcess.ts";
import { playBusyDays } from "../src/busyDays.ts";
import { CountingProxy } from "../src/CountingProxy.ts";
import { History } from "../src/History.ts";
import { untilIndexed } from "../src/indexed.ts";
import { subgraphUrl } from "../src/places.ts";
import type { Stack } from "../src/Stack.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;
/** What needs every single fact, and what says how finely was read. */
const FACTS_ONLY = new Set([
  ...["realized", "ewma", "mad", "skippedPairs", "latencyP50", "latencyP95"],
  ...["p50", "p95", "meanBlocks", "p50Blocks", "p95Blocks"],
  ...["resolution", "nullReason"],
]);

let history: History;
let stack: Stack;
let proxy: CountingProxy;
let raw: ApiProcess;

beforeAll(async () => {
  history = await History.play();
  stack = await history.index();
  proxy = await CountingProxy.before(subgraphUrl(stack));
  raw = await ApiProcess.start(proxy.url, { CACHE_MB: "0" });
});

afterAll(async () => {
  await raw?.stop();
  proxy?.close();
  await stack?.dispose();
  await history?.close();
});

describe("derived questions are cheap", () => {
  it.each([
    [
      "volatility of 20 pairs over 7 days",
      '{ sinkCapacities(first: 20) { volatility(window: { last: "P7D" }) { n stdDev realized ewma mad timeWeightedStdDev } } }',
    ],
    [
      "throughput of 20 sinks over 168 hours",
      '{ sinks(first: 20) { throughputOverTime(window: { last: "P7D" }, interval: "PT1H") { start drained streamed total } } }',
    ],
  ])("%s: at most 3 requests to graph-node", async (_, query) => {
    await raw.client.data("{ asOf { blockNumber } }");
    proxy.take();
    const answer = await raw.client.data<Record<string, unknown[]>>(query);
    const asked = proxy.take();

    expect(Object.values(answer)[0]?.length).toBeGreaterThan(1);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.length, asked.join("\n")).toBeLessThanOrEqual(3);
  });
});

describe("facts, hours and days agree", () => {
  it.each([
    ["HOUR", { RAW_FACTS: "0" }],
    ["DAY", { RAW_FACTS: "0", MOST_HOURS: "1" }],
  ])(
    "%s: every figure that its moments give is the one that the facts give",
    async (resolution, settings) => {
      const api = await ApiProcess.start(subgraphUrl(stack), { ...settings, CACHE_MB: "0" });
      try {
        const query = await everything();
        const [exact, rolled] = await Promise.all([raw.client.data(query), api.client.data(query)]);

        expect(comparable(rolled)).toEqual(comparable(exact));
        expect(resolutionsOf(exact)).toEqual(new Set(["RAW"]));
        expect(resolutionsOf(rolled)).toContain(resolution);
      } finally {
        await api.stop();
      }
    },
  );
});

describe("a block's answers never change", () => {
  it("what is asked for a block is the same to the byte before and after others follow", async () => {
    const { block: head } = await history.chain.head();
    const number = head - 40;
    const query = (await everything()).replaceAll(
      "(first: 100)",
      `(first: 100, block: { number: ${number} })`,
    );
    const before = JSON.stringify(await raw.client.data(query));
    await playBusyDays(history, 2);
    const next = await history.chain.head();
    await untilIndexed(subgraphUrl(stack), (block) => block.number >= next.block);
    const after = await ApiProcess.start(subgraphUrl(stack), { CACHE_MB: "0" });
    try {
      expect(JSON.stringify(await after.client.data(query))).toBe(before);
      expect(
        JSON.stringify(await raw.client.data(query.replaceAll(`number: ${number}`, `number: ${next.block}`))),
      ).not.toBe(before);
    } finally {
      await after.stop();
    }
  });
});

/** Every derived field that hours can answer, over the whole days since the beginning, so that rows begin alike. */
async function everything(): Promise<string> {
  const [first, last] = await Promise.all([moment("asc"), moment("desc")]);
  const from = new Date(Math.floor(first / DAY) * DAY * 1000).toISOString();
  const to = new Date((last - 600) * 1000).toISOString();
  const window = `window: { from: "${from}", to: "${to}" }`;
  const cut = `window: { from: "${momentAt(first, last, 0.31)}", to: "${momentAt(first, last, 0.72)}" }`;
  const fates =
    "commits revealed expired pending rate latencyMean latencyP50 latencyP95 resolution nullReason";
  const waits = "drained mean p50 p95 meanBlocks resolution nullReason";
  const level = "start end open close min max timeWeightedMean filled";
  return `{
    sinkCapacities(first: 100) {
      id
      volatility(${window}) { n mean stdDev coefficientOfVariation timeWeightedStdDev realized resolution nullReason }
      raw: volatility(${window}, basis: RAW) { n mean stdDev timeWeightedStdDev }
      smoothed: volatility(${window}, basis: SMOOTHED) { n mean stdDev timeWeightedStdDev }
      overclaim(${window}) { n overclaims rate excess excessRatio resolution nullReason }
      reliability(${window}) { ${fates} }
      cutReliability: reliability(${cut}) { ${fates} }
      tracking(${window}) { n rmse relativeRmse alpha noiseRatio resolution nullReason }
      capacityOverTime(${window}, interval: "P1D") { ${level} reveals mean stdDev }
      throughputOverTime(${window}, interval: "P1D") { start end drained streamed total filled }
    }
    sinks(first: 100) {
      id
      throughput(${window}) { drained streamed total resolution }
      throughputOverTime(${window}, interval: "P1D") { start end drained streamed total filled }
      stakeOverTime(${window}, interval: "P1D") { ${level} changes staked unstaked slashed }
    }
    buffers(first: 100) {
      id
      pressureOverTime(${window}, interval: "P1D") { ${level} changes limit deposited drained secondsInFull pressure peakPressure meanPressure }
      timeInFull(${window}) { seconds ratio resolution }
      drainLatency(${window}) { ${waits} }
      cutLatency: drainLatency(${cut}) { ${waits} }
      turnover(${window}) { drained meanLevel ratio resolution }
    }
    taskTypes(first: 100) {
      id
      throughputOverTime(${window}, interval: "P1D") { start end drained streamed total filled }
      concentrationOverTime(${window}, interval: "P1D") { start end sinks total hhi gini nakamotoHalf filled resolution }
    }
    pipelines(first: 100) {
      id
      bottleneckOverTime(${window}, interval: "P1D") { start end bottleneckId stages { capacity effective } filled }
    }
  }`;
}

/** What lies at a part of the way from one moment to another: it cuts an hour, and what is under way then. */
function momentAt(first: number, last: number, part: number): string {
  return new Date(Math.floor(first + part * (last - first)) * 1000).toISOString();
}

async function moment(direction: "asc" | "desc"): Promise<number> {
  const { events } = await raw.client.data<{ events: { timestamp: string }[] }>(
    `{ events(first: 1, orderBy: sequence, orderDirection: ${direction}) { timestamp } }`,
  );
  return Number(events[0]?.timestamp);
}

function comparable(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data, (key, value) => (FACTS_ONLY.has(key) ? undefined : value)));
}

function resolutionsOf(data: unknown): Set<string> {
  const found = new Set<string>();
  JSON.stringify(data, (key, value) => {
    if (key === "resolution") found.add(value);
    return value;
  });
  return found;
}
