import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { ApiProcess } from "../src/ApiProcess.ts";
import { type Got, Load, quantile } from "../src/Load.ts";
import { QueryNode } from "../src/QueryNode.ts";
import { Stack } from "../src/Stack.ts";

vi.setConfig({ testTimeout: 120_000 });

const CLIENTS = 50;
let stack: Stack;
let node: QueryNode;
let api: ApiProcess;

beforeAll(async () => {
  stack = await Stack.start(["--profile", "smoke", "--no-live"]);
  node = await QueryNode.beside(stack);
});

afterAll(async () => {
  await stack?.dispose();
});

beforeEach(async () => {
  node.spawn();
  await node.answers();
  api = await ApiProcess.start(node.url, { STATUS_URL: node.statusUrl, LOG_LEVEL: "info" });
});

afterEach(async () => {
  await api?.stop();
  await node?.stop();
});

it("answers through an outage of graph-node under load, and is back soon after it", async () => {
  const load = new Load(api.url, CLIENTS, question);
  await sleep(5000);
  const stopped = performance.now();
  await node.stop();
  const down = performance.now();
  await sleep(3000);
  const ready = await fetch(new URL("/ready", api.url));
  expect([ready.status, await ready.json()]).toEqual([
    503,
    { ready: false, reason: "graph-node cannot be reached: ask again later.", blockNumber: null },
  ]);
  node.spawn();
  const back = await node.answers();
  await sleep(Math.max(3000, 20_000 - (performance.now() - stopped + 5000)));
  await load.end();

  const recovery = tell("stopped", load, { stopped, down, back });
  expect(load.got.filter(({ codes }) => codes === null)).toEqual([]);
  expect(codesOf(load.got)).toEqual(["UPSTREAM_UNAVAILABLE"]);
  expect(quantile(times(load.between(down + 1000, back)), 0.95)).toBeLessThan(5000);
  expect(recovery).toBeLessThan(5000);
  expect(api.isRunning).toBe(true);
  expect(api.log).toMatch(/questions are refused until graph-node answers: [\s\S]*graph-node answers again/);
  expect(api.log).not.toContain("unexpected error");
  expect((await fetch(new URL("/ready", api.url))).status).toBe(200);
});

it("refuses at once while graph-node hangs, and is back soon after it goes on", async () => {
  const load = new Load(api.url, CLIENTS, question);
  await sleep(3000);
  const stopped = performance.now();
  process.kill(node.pid, "SIGSTOP");
  await sleep(12_000);
  const down = stopped + 8000;
  process.kill(node.pid, "SIGCONT");
  const back = await node.answers();
  await sleep(4000);
  await load.end();

  const recovery = tell("hung", load, { stopped, down, back });
  expect(load.got.filter(({ codes }) => codes === null)).toEqual([]);
  expect(codesOf(load.got)).toEqual(["UPSTREAM_UNAVAILABLE"]);
  // 4 s of silence make it ask whether anyone is there, and 3 more make it sure.
  expect(quantile(times(load.between(down, back)), 0.95)).toBeLessThan(5000);
  expect(Math.max(...times(load.got))).toBeLessThan(12_000);
  expect(recovery).toBeLessThan(5000);
});

/** One that all ask, one that nobody else asks, and one that has to be worked out. */
function question(index: number): object {
  const rest = `first: 5, where: { stake_gte: "${index % 3 === 0 ? 0 : index}" }`;
  return {
    query: index % 3 === 2 ? `{ sinks(${rest}) { throughput { drained } } }` : `{ sinks(${rest}) { id } }`,
  };
}

function tell(
  what: string,
  load: Load,
  { stopped, down, back }: Record<"stopped" | "down" | "back", number>,
): number {
  const good = load.got.filter(({ codes }) => codes?.length === 0).map(({ at, ms }) => at + ms);
  const recovery = Math.min(...good.filter((at) => at > back)) - back;
  const before = load.between(0, stopped);
  const during = load.between(down, back);
  const lines = [
    `graph-node ${what} for ${seconds(back - stopped)} under ${CLIENTS} clients: ${load.got.length} answers, none missing`,
    `  before   ${before.length} answers, p50 ${Math.round(quantile(times(before), 0.5))} ms`,
    `  without  ${during.length} refusals, p50 ${Math.round(quantile(times(during), 0.5))} ms, p95 ${Math.round(quantile(times(during), 0.95))} ms`,
    `  longest wait of any ${seconds(Math.max(...times(load.got)))}; first good answer ${seconds(recovery)} after its return`,
  ];
  console.log(lines.join("\n"));
  return recovery;
}

function codesOf(got: readonly Got[]): string[] {
  return [...new Set(got.flatMap(({ codes }) => codes ?? []))];
}

function times(got: readonly Got[]): number[] {
  return got.map(({ ms }) => ms);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
