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
/** A cache that is full by then: the 64 MB of the default would still fill while we look for a leak. */
const CACHE_MB = 16;
/** A full cache has less than all for a moment: a large answer that is let go makes room for many. */
const FULL = 0.7;
/** What a container of docker-compose.yml may have, and the heap that Node gives itself there. */
const CONTAINER_BYTES = 1024 ** 3;
const CONTAINER_HEAP = ["--max-old-space-size=512", "--max-semi-space-size=16"];
/** The share of valid documents that get data and no error; many ask for too much. */
const LEAST_DATA = 0.3;
const COUNT = Number(process.env.BAD_QUERIES ?? 20_000);
const memory = new Memory();
let stack: Stack;
let api: ApiProcess;

beforeAll(async () => {
  stack = await Stack.start(["--profile", "smoke", "--no-live"]);
  api = await ApiProcess.start(subgraphUrl(stack), {
    NODE_ENV: "production",
    CACHE_MB: String(CACHE_MB),
    ...memory.settings(...CONTAINER_HEAP),
  });
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
  expect(await cached()).toBeGreaterThan(FULL * CACHE_MB * 1024 * 1024);
  const warm = await memory.of(api);
  const begun = performance.now();

  await barrage.play(0, COUNT);

  const seconds = (performance.now() - begun) / 1000;
  const after = await memory.of(api);
  console.log(`Seed ${seed}: ${COUNT} requests in ${seconds.toFixed(0)} s, ${(COUNT / seconds).toFixed(0)} a second
${barrage.table()}
${weights(warm, after)}`);
  expect(barrage.failed).toEqual([]);
  // an endpoint that refuses everything survives as well
  expect(barrage.share("200", "valid")).toBeGreaterThan(LEAST_DATA);
  expect(barrage.share("ws next", "websocket")).toBeGreaterThan(0);
  expect(await ordinaryAnswer(api.url)).toBe(before);
  expect(api.isRunning).toBe(true);
  expect(api.log).not.toMatch(/unexpected error|"level":[56]0/);
  expect(after.heapUsed).toBeLessThan(1.2 * warm.heapUsed);
  expect(after.rss).toBeLessThan(1.2 * warm.rss);
  expect(after.peak).toBeLessThan(CONTAINER_BYTES);
});

/** Bytes of the answers that the API keeps now. */
async function cached(): Promise<number> {
  const text = await (await fetch(new URL("/metrics", api.url))).text();
  return Number(/^manometer_cache_bytes (\d+)$/m.exec(text)?.[1]);
}

function weights(warm: Held, after: Held): string {
  const names = ["heapUsed", "external", "rss"] as const;
  const lines = names.map((name) => `${name}: ${megabytes(warm[name])} → ${megabytes(after[name])}`);
  return `Memory, warmed up → afterwards: ${lines.join(", ")}; at most ${megabytes(after.peak)}`;
}
