import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const main = fileURLToPath(new URL("main.ts", import.meta.url));
const ROWS = 30;

let root: string;
let server: Server;
let api: string;
let asked: string[];
/** How many rows each answer brings before it breaks; without an entry it brings all. */
let breaks: number[];

// In the API's place stands a server that breaks its answers off where a test wants it to.
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "manometer-export-"));
  asked = [];
  breaks = [];
  server = createServer((request, response) => {
    asked.push(request.url ?? "");
    answer(new URL(request.url ?? "", api), response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  server.close();
  server.closeAllConnections();
  rmSync(root, { recursive: true, force: true });
});

function answer({ pathname, searchParams }: URL, response: ServerResponse): void {
  if (!pathname.startsWith("/export/things.")) {
    response.writeHead(404).end(JSON.stringify({ errors: [{ message: "There is no such export." }] }));
    return;
  }
  const first = Number(searchParams.get("after") ?? 0) + 1;
  const most = breaks.shift() ?? Number.POSITIVE_INFINITY;
  response.writeHead(200, { "x-block-number": "7", "x-resume": `${pathname}?block=0xab&after=` });
  response.write(searchParams.has("after") ? "" : "id,value\r\n");
  for (let row = first; row <= ROWS && row < first + most; row++) response.write(`${row},v${row}\r\n`);
  if (most === Number.POSITIVE_INFINITY) response.end();
  else response.write("ha", () => response.destroy());
}

async function manometer(...args: string[]): Promise<{ code: number; out: string; error: string }> {
  const child = spawn(process.execPath, [main, ...args], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  let [out, error] = ["", ""];
  child.stdout.on("data", (chunk) => (out += chunk));
  child.stderr.on("data", (chunk) => (error += chunk));
  const [code] = await once(child, "close");
  return { code: code as number, out, error };
}

const whole = `id,value\r\n${Array.from({ length: ROWS }, (_, row) => `${row + 1},v${row + 1}\r\n`).join("")}`;

test("rows go to standard output, and nothing else", async () => {
  const run = await manometer("export", "things", "--api", api, "--where", '{"a": 1}', "--block", "5");
  expect(run).toEqual({ code: 0, out: whole, error: "" });
  expect(asked).toEqual(["/export/things.csv?where=%7B%22a%22%3A+1%7D&block=5"]);
});

test("an export that breaks off goes on after the last whole row, at the same block", async () => {
  breaks = [0, 10, 1];
  const run = await manometer("export", "things", "--api", api, "--output", "things.csv");
  expect(run).toMatchObject({ code: 0, out: "30 rows of things at block 7 are in things.csv\n" });
  expect(readFileSync(join(root, "things.csv"), "utf8")).toBe(whole);
  expect(existsSync(join(root, "things.csv.part"))).toBe(false);
  expect(asked).toEqual([
    "/export/things.csv",
    "/export/things.csv?block=0xab",
    "/export/things.csv?block=0xab&after=10",
    "/export/things.csv?block=0xab&after=11",
  ]);
}, 20_000);

test("one that breaks off again and again is given up; no file looks as if it were whole", async () => {
  breaks = [3, 0, 0, 0, 0, 0, 0, 0];
  const run = await manometer("export", "things", "--api", api, "--output", "things.csv");
  expect(run.code).toBe(1);
  expect(run.error).toMatch(
    /breaks off after 3 rows: .*What to do: .*export again; what came is in things.csv.part/s,
  );
  expect(existsSync(join(root, "things.csv"))).toBe(false);
  expect(readFileSync(join(root, "things.csv.part"), "utf8").split("\r\n")).toHaveLength(5);
}, 40_000);

test.each([
  ["an unknown collection", ["nothing"], /the API refuses: There is no such export\. What to do/],
  [
    "an API that is not there",
    ["things", "--api", "http://127.0.0.1:9"],
    /http:\/\/127.0.0.1:9 cannot be reached/,
  ],
  ["a filter that is no JSON", ["things", "--where", "{"], /Expected a JSON object/],
  ["a block that is none", ["things", "--block", "latest"], /Expected a block's number/],
  ["a format that is none", ["things", "--format", "xml"], /Allowed choices are csv, ndjson/],
  [
    "a folder that is not there",
    ["things", "--output", "no/where.csv"],
    /no\/where.csv.part cannot be written/,
  ],
])("%s is one line that says what to do", async (_, args, line) => {
  const run = await manometer("export", "--api", api, ...args);
  expect(run).toMatchObject({ code: 1, out: "" });
  expect(run.error).toMatch(line);
  expect(run.error.trim().split("\n")).toHaveLength(1);
});
