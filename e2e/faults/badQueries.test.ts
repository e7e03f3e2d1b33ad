import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { ApiProcess } from "../src/ApiProcess.ts";
import { Barrage } from "../src/badQueries/Barrage.ts";
import { type Held, Memory, megabytes } from "../src/badQueries/Memory.ts";
import { ordinaryAnswer } from "../src/badQueries/ordinary.ts";
import { faultSeed } from "../src/faultSeed.ts";
import { subgraphUrl } from "../src/places.ts";
import { Stack } from "../src/Stack.ts";

vi.setConfig({ testTimeout: 45 * 60_000 });

/** As many fill every cache that has a limit, so that what is held afterwards is what the API always holds. */
const WARM_UP = 5000;
const COUNT = Number(process.env.BAD_QUERIES ?? 20_000);
const memory = new Memory();
let stack: Stack;
let api: ApiProcess;

beforeAll(async () => {
  stack = await Stack.start(["--profile", "smoke", "--no-live"]);
  api = await ApiProcess.start(subgraphUrl(stack), { NODE_ENV: "production", ...memory.settings });
});

afterAll(async () => {
  await api?.stop();
  await stack?.dispose();
});

it(`survives ${COUNT} bad queries, and answers and weighs as before`, async () => {
  const seed = faultSeed();
  const secrets = [new URL(subgraphUrl(stack)).host, stack.dataDir];
  const barrage = await Barrage.on(api.url, seed, secrets);
  const before = await ordinaryAnswer(api.url);
  await barrage.play(COUNT, COUNT + WARM_UP);
  const warm = await memory.of(api);
  const begun = performance.now();

  await barrage.play(0, COUNT);

  const seconds = (performance.now() - begun) / 1000;
  const after = await memory.of(api);
  console.log(`Seed ${seed}: ${COUNT} requests in ${seconds.toFixed(0)} s, ${(COUNT / seconds).toFixed(0)} a second
${barrage.table()}
${weights(warm, after)}`);
  expect(barrage.failed).toEqual([]);
  expect(await ordinaryAnswer(api.url)).toBe(before);
  expect(api.isRunning).toBe(true);
  expect(api.log).not.toMatch(/unexpected error|"level":[56]0/);
  expect(after.heapUsed).toBeLessThan(1.2 * warm.heapUsed);
  expect(after.rss).toBeLessThan(1.2 * warm.rss);
});

function weights(warm: Held, after: Held): string {
  const names = ["heapUsed", "external", "rss"] as const;
  const lines = names.map((name) => `${name}: ${megabytes(warm[name])} → ${megabytes(after[name])}`);
  return `Memory, warmed up → afterwards: ${lines.join(", ")}`;
}
