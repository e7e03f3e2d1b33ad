import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { birth } from "../stack/birth.ts";
import { kindOf } from "./partsOf.ts";
import { problemsOf, verdictOf } from "./problems.ts";
import { readRemote, readStack } from "./readStack.ts";

let folder: string;
const servers: Server[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "manometer-status-"));
});

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test("a folder without a stack says so", async () => {
  const status = await readStack(folder);
  expect(verdictOf(status)).toBe(2);
  expect(problemsOf(status)[0]?.what).toBe(`nothing runs on ${folder}`);
});

test("parts that live are told from parts that are dead, and from others with their pid", async () => {
  const child = spawn(
    process.execPath,
    ["-e", "require('http').createServer().listen(0, () => console.log('up'))"],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  try {
    await once(child.stdout, "data");
    const pid = child.pid as number;
    const entry = (name: string, born: string | null) => ({ name, pid, birth: born, stopSignal: "SIGTERM" });
    const entries = [entry("query node 1", birth(pid)), entry("PostgreSQL", "another boot:1")];
    writeFileSync(join(folder, "processes.json"), JSON.stringify(entries));
    const { parts } = await readStack(folder);
    expect(parts).toMatchObject([
      { name: "query node 1", kind: "other", pid, isAlive: true, ports: [expect.any(Number)] },
      { name: "PostgreSQL", pid, isAlive: false, uptimeSeconds: null, memoryBytes: null, ports: [] },
    ]);
    expect(parts[0]?.uptimeSeconds).toBeLessThan(60);
    expect(parts[0]?.memoryBytes).toBeGreaterThan(1024 ** 2);
  } finally {
    child.kill("SIGKILL");
  }
});

test("files that are half written do not stop the screen", async () => {
  writeFileSync(join(folder, "processes.json"), '[{"name": "API", ');
  writeFileSync(join(folder, "endpoints.json"), '{"pid": 1');
  writeFileSync(join(folder, "postgres.json"), "");
  expect(verdictOf(await readStack(folder))).toBe(2);
});

test("an API that is not ready says why", async () => {
  const asOf = { blockNumber: 7, timestamp: "2026-11-22T00:00:00Z", lagBlocks: 90 };
  const url = await serve((request, response) => {
    const body =
      request.url === "/ready" ? { ready: false, reason: "90 blocks behind" } : { extensions: { asOf } };
    response.end(JSON.stringify(body));
  });
  const status = await readRemote(`${url}/graphql`);
  const block = { number: 7, time: Date.parse(asOf.timestamp) / 1000 };
  expect(status.apis).toEqual([
    { name: "API", url, answers: true, isReady: false, reason: "90 blocks behind", block, lagBlocks: 90 },
  ]);
  expect(verdictOf(status)).toBe(1);
});

test("one that never answers is given up after two seconds", async () => {
  const status = await readRemote(await serve(() => undefined));
  expect(problemsOf(status)[0]?.what).toContain("it does not answer: no answer within 2 s");
  expect(verdictOf(status)).toBe(2);
});

test("a server that is no API is not taken for one", async () => {
  const page = await readRemote(await serve((_, response) => response.end("<html>")));
  expect(page.apis[0]?.reason).toBe("it does not answer: it does not answer with JSON");
  const other = await readRemote(await serve((_, response) => response.end("[]")));
  expect(other.apis[0]?.reason).toBe("it answers, and is no API of Manometer");
});

test.each([
  ["graph-node", "gnd", "graph-node"],
  ["query node 2", "gnd", "graph-node"],
  ["replica", "postgres", "database"],
  ["API 2", "node", "api"],
  ["Hardhat node", "node", "chain"],
  ["HAProxy", "haproxy", "other"],
] as const)("%s, a process of %s, is of the kind %s", (name, program, kind) => {
  expect(kindOf(name, program)).toBe(kind);
});
