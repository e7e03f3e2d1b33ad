import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, expect, inject, it, vi } from "vitest";
import { ApiProcess } from "../src/ApiProcess.ts";
import { FaultTable } from "../src/FaultTable.ts";
import { chanceFor } from "../src/faultSeed.ts";
import { Gate } from "../src/Gate.ts";
import { judge } from "../src/judge.ts";
import { Part } from "../src/Part.ts";
import { eventually } from "../src/Parts.ts";
import { subgraphUrl } from "../src/places.ts";
import { Stack } from "../src/Stack.ts";
import type { Spell } from "../src/told.ts";
import { Watcher } from "../src/Watcher.ts";
import { WATCHED } from "../src/watched.ts";

vi.setConfig({ testTimeout: 900_000, hookTimeout: 600_000 });

const HOUR = 3_600_000;
const JUMPS = [HOUR, -HOUR, 24 * HOUR, -24 * HOUR];
const WATCH_MS = 3000;
const clock = fileURLToPath(new URL("../src/clock.ts", import.meta.url));
const table = new FaultTable(inject("faultRows"));

let stack: Stack;
let folder: string;
let file: string;
let gate: Gate;
let api: ApiProcess;
let head: number;

beforeAll(async () => {
  stack = await Stack.start(["--profile", "smoke", "--no-live"]);
  head = (await stack.json<{ head: { number: number } }>("expected.json")).head.number;
  folder = await mkdtemp(join(tmpdir(), "manometer-clock-"));
  file = join(folder, "offset");
});

afterAll(async () => {
  await stack?.dispose();
  if (folder) await rm(folder, { recursive: true });
});

afterEach(async () => {
  await api?.stop();
  gate?.close();
});

/** An API whose clock can be set, behind a gate to graph-node. */
async function start(settings: Record<string, string> = {}): Promise<ApiProcess> {
  await writeFile(file, "0");
  const before = await Gate.before(subgraphUrl(stack));
  gate = before.gate;
  const running = await stack.json<{ name: string; pid: number }[]>("processes.json");
  const { env } = await Part.commandOf(running.find(({ name }) => name === "API")?.pid ?? 0);
  const preload = { NODE_OPTIONS: `--import=${clock}`, CLOCK_OFFSET_FILE: file };
  return ApiProcess.start(before.url, { ...preload, STATUS_URL: String(env.STATUS_URL), ...settings });
}

/** Sets the API's clock by so many milliseconds, and sees by its log that it has taken it. */
async function setClock(offset: number): Promise<void> {
  await writeFile(file, String(offset));
  process.kill(api.pid, "SIGUSR2");
  await eventually("a log line by the new clock", async () => {
    await api.client.ask("{ __typename }");
    const times = [...api.log.matchAll(/"time":(\d+)/g)].map(([, time]) => Number(time));
    return Math.abs((times.at(-1) ?? 0) - Date.now() - offset) < HOUR / 2 ? true : null;
  });
}

it("answers the same bytes while its clock jumps by an hour and by a day, there and back", async () => {
  api = await start({ LOG_LEVEL: "debug" });
  const story = "clock jumps";
  const random = chanceFor(story);
  const watcher = new Watcher(api.url, { questions: WATCHED, highest: () => head, story });
  const spells: Spell[] = [];
  await watcher.untilGood();
  for (const jump of [...JUMPS, ...JUMPS.toReversed()]) {
    const from = performance.now();
    await setClock(jump);
    await sleep(random.int(0, WATCH_MS));
    spells.push({ from, to: await watcher.untilGood() });
  }
  await watcher.end(head);
  const fault = "the API's clock jumps by ±1 h, ±1 d";
  const seen = { fault, spells, watcher, away: [], isUpstreamWell: true, mostDowntime: 1 };
  await judge(table, seen, { digests: null, reference: stack.url });
});

it("notices an outage and its end, though its clock is set back by a day in it", async () => {
  api = await start({ LOG_LEVEL: "debug" });
  const ask = () => api.client.ask("{ sinks(first: 1) { id } }");
  expect((await ask()).errors).toBeUndefined();
  gate.shut();
  await eventually(
    "a refusal",
    async () => (await ask()).errors?.[0]?.extensions?.code === "UPSTREAM_UNAVAILABLE" || null,
  );
  await setClock(-24 * HOUR);
  gate.open();
  await eventually("a good answer", async () => (await ask()).errors === undefined || null);
});

it("counts a minute of requests by what has passed, whatever its clock says", async () => {
  api = await start({ RATE_LIMIT: "40", LOG_LEVEL: "debug" });
  const ask = () =>
    fetch(api.url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"query":"{ __typename }"}',
    });
  await setClock(-24 * HOUR);
  for (let asked = 0; asked < 40; asked++) await ask();
  await setClock(24 * HOUR);
  const refused = await ask();
  const wait = Number(refused.headers.get("retry-after"));
  expect([refused.status, wait]).toEqual([
    429,
    expect.toSatisfy((seconds: number) => seconds > 0 && seconds <= 60),
  ]);
  await setClock(-24 * HOUR);
  await sleep((wait + 1) * 1000);
  expect((await ask()).status).toBe(200);
});
