import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import Fastify, { type FastifyInstance } from "fastify";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

const HASH = `0x${"ab".repeat(32)}`;
const PAGE = 1000;
const main = fileURLToPath(new URL("../main.ts", import.meta.url));

// graph-node's place is taken by a server that answers in its shape and makes up as many rows as are asked for: what is
// tested here is what becomes of many of them. That the rows are right is tested on the real one.
let upstream: FastifyInstance;
let api: ChildProcess;
let url: string;
let rows = 0;
let pages = 0;
let brokenFrom = Number.POSITIVE_INFINITY;

beforeAll(async () => {
  upstream = Fastify({ forceCloseConnections: true });
  upstream.post("/subgraphs/name/many", async ({ body }) => {
    const { query, variables } = body as Asked;
    if (query.includes("ExportPage")) pages += 1;
    const isBroken = query.includes("ExportPage") && pages >= brokenFrom;
    return isBroken ? { errors: [{ message: "Store error: /rust/path" }] } : answer(query, variables);
  });
  const subgraph = `${await upstream.listen({ port: 0, host: "127.0.0.1" })}/subgraphs/name/many`;
  const env = { PATH: process.env.PATH, PORT: "0", SUBGRAPH_URL: subgraph, EXPORTS: "2", LOG_LEVEL: "info" };
  api = spawn(process.execPath, [main], { env, stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: api.stdout as NodeJS.ReadableStream })) {
    if (!line.includes("ready to answer")) continue;
    url = (JSON.parse(line) as { url: string }).url.replace(/\/graphql$/, "/export");
    break;
  }
  api.stdout?.resume();
}, 60_000);

afterEach(() => {
  brokenFrom = Number.POSITIVE_INFINITY;
  pages = 0;
});

afterAll(async () => {
  api.kill("SIGTERM");
  await once(api, "exit");
  await upstream.close();
});

test.each(["csv", "ndjson"])(
  "100,000 rows as %s take less than 200 MB of memory",
  async (format) => {
    rows = 100_000;
    const before = memory().now;
    let most = before;
    let bytes = 0;
    let lines = 0;
    const begun = performance.now();
    const response = await fetch(`${url}/reveals.${format}`);
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length;
      lines += Buffer.from(chunk).toString("latin1").split("\n").length - 1;
      most = Math.max(most, memory().now);
    }
    const seconds = (performance.now() - begun) / 1000;
    const mega = (value: number) => `${Math.round(value / 1024)} MB`;
    console.log(
      `${format}: ${lines} lines, ${mega(bytes / 1024)} in ${seconds.toFixed(1)} s; memory ${mega(before)} before, ` +
        `${mega(most)} at most, ${mega(memory().peak)} ever`,
    );
    expect(lines).toBe(format === "csv" ? rows + 1 : rows);
    expect(pages).toBe(rows / PAGE + 1);
    expect(most - before).toBeLessThan(200 * 1024);
  },
  120_000,
);

test("graph-node is asked at the pace of the client, and no more when it has gone", async () => {
  rows = 1_000_000;
  const stop = new AbortController();
  const response = await fetch(`${url}/reveals.ndjson`, { signal: stop.signal });
  const reader = response.body?.getReader();
  await reader?.read();
  await sleep(1500);
  const paused = pages;
  expect(paused).toBeLessThan(40);
  await sleep(500);
  expect(pages - paused).toBeLessThanOrEqual(1);
  stop.abort();
  await sleep(300);
  const gone = pages;
  await sleep(700);
  expect(pages).toBe(gone);
}, 20_000);

test("an error in the middle breaks the download off; in NDJSON the last line says why", async () => {
  rows = 10_000;
  brokenFrom = 5;
  const csv = await received(`${url}/reveals.csv`);
  expect([csv.isWhole, csv.text.split("\r\n").length]).toEqual([false, 4 * PAGE + 2]);
  pages = 0;
  const ndjson = await received(`${url}/reveals.ndjson`);
  expect(ndjson.isWhole).toBe(false);
  const last = ndjson.text.trimEnd().split("\n").at(-1) ?? "";
  expect(JSON.parse(last)).toEqual({
    error: { message: "graph-node refused the question: ask again later.", code: "UPSTREAM_UNAVAILABLE" },
  });
});

test("an error at the beginning is an answer of its own", async () => {
  brokenFrom = 1;
  const response = await fetch(`${url}/reveals.csv`);
  expect(response.status).toBe(503);
  expect(response.headers.get("content-disposition")).toBeNull();
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: "UPSTREAM_UNAVAILABLE" } }] });
});

test("the headers say which block it is of and how to go on; going on, the head is left out", async () => {
  rows = 2500;
  const where = JSON.stringify({ isOverclaim: true });
  const head = await fetch(`${url}/reveals.csv?where=${encodeURIComponent(where)}`, { method: "HEAD" });
  expect(Object.fromEntries(head.headers)).toMatchObject({
    "content-type": "text/csv; charset=utf-8; header=present",
    "content-disposition": 'attachment; filename="reveals-1234.csv"',
    "x-block-number": "1234",
    "x-block-hash": HASH,
    "x-resume": `/export/reveals.csv?block=${HASH}&where=${encodeURIComponent(where)}&after=`,
  });
  expect([head.status, pages, await head.text()]).toEqual([200, 0, ""]);
  const whole = (await received(`${url}/reveals.csv`)).text;
  const lines = whole.split("\r\n");
  const after = lines[1700]?.split(",", 1)[0] ?? "";
  const rest = await received(new URL(head.headers.get("x-resume") + after, url).href);
  expect(rest.text).toBe(lines.slice(1701).join("\r\n"));
});

test.each([
  ["nothing.csv", 404, "UNKNOWN_ID"],
  ["reveals.xml", 404, "UNKNOWN_ID"],
  ["reveals.csv?after=0xffff", 404, "UNKNOWN_ID"],
  ["reveals.csv?where=5", 400, "BAD_USER_INPUT"],
])("%s is refused with %i", async (path, status, code) => {
  const response = await fetch(`${url}/${path}`);
  expect([response.status, await response.json()]).toEqual([
    status,
    { errors: [{ message: expect.any(String), extensions: { code } }] },
  ]);
});

test("so many exports run and no more", async () => {
  rows = 1_000_000;
  const stop = new AbortController();
  const running = await Promise.all(
    ["reveals.csv", "slashes.csv"].map((name) => fetch(`${url}/${name}`, { signal: stop.signal })),
  );
  expect(running.map(({ status }) => status)).toEqual([200, 200]);
  const third = await fetch(`${url}/sinks.csv`);
  expect([third.status, third.headers.get("retry-after")]).toEqual([503, "10"]);
  expect(await third.json()).toMatchObject({ errors: [{ extensions: { code: "RATE_LIMITED" } }] });
  stop.abort();
  rows = 5;
  await expect.poll(async () => (await fetch(`${url}/sinks.csv`)).status, { timeout: 5000 }).toBe(200);
});

test("GET /export lists every collection with its columns", async () => {
  const { collections } = (await (await fetch(url)).json()) as {
    collections: { name: string; csv: string; columns: object[] }[];
  };
  expect(collections.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["events", "reveals", "capacityStats"]),
  );
  expect(collections.find(({ name }) => name === "reveals")).toMatchObject({
    csv: "/export/reveals.csv",
    order: "sequence",
    columns: expect.arrayContaining([
      { name: "sink", type: "Bytes!", references: "Sink", description: "Sink that revealed" },
    ]),
  });
});

type Filter = { id?: string; sequence_gt?: string; id_gt?: string; and?: Filter[] };
type Asked = { query: string; variables: { where?: Filter } };

function answer(query: string, { where }: Asked["variables"]): object {
  if (query.includes("ExportPage")) return { data: { rows: page(where ?? {}) } };
  if (query.includes("ExportPlace")) {
    const number = Number(where?.id);
    return { data: { rows: number < 60_000 ? [{ order: String(number) }] : [] } };
  }
  const block = { number: 1234, hash: HASH, timestamp: 1_795_000_000, parentHash: HASH };
  return { data: { _meta: { block, deployment: "QmMany" } } };
}

function page({ sequence_gt, id_gt, and }: Filter): object[] {
  const place = sequence_gt ?? id_gt ?? and?.at(-1)?.sequence_gt;
  const first = place === undefined ? 0 : Number(place) + 1;
  return Array.from({ length: Math.min(PAGE, Math.max(0, rows - first)) }, (_, index) => {
    const number = first + index;
    const sink = { id: `0x${"cd".repeat(20)}` };
    return {
      order: String(number),
      id: `0x${number.toString(16).padStart(8, "0")}`,
      sink,
      raw: String(10n ** 20n),
      filler: "x".repeat(300),
    };
  });
}

async function received(address: string): Promise<{ text: string; isWhole: boolean }> {
  const response = await fetch(address);
  const parts: Buffer[] = [];
  try {
    for await (const chunk of response.body ?? []) parts.push(Buffer.from(chunk));
    return { text: Buffer.concat(parts).toString(), isWhole: true };
  } catch {
    return { text: Buffer.concat(parts).toString(), isWhole: false };
  }
}

/** Memory of the API's process now and at most (kB). */
function memory(): { now: number; peak: number } {
  const status = readFileSync(`/proc/${api.pid}/status`, "utf8");
  const read = (name: string) => Number(status.match(new RegExp(`${name}:\\s+(\\d+)`))?.[1]);
  return { now: read("VmRSS"), peak: read("VmHWM") };
}
