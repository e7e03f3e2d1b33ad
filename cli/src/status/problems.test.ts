import { expect, test } from "vitest";
import { problemsOf, verdictOf } from "./problems.ts";
import type { ApiState, IndexState, Part, Status } from "./Status.ts";

const GIGABYTE = 1024 ** 3;
const part: Part = {
  name: "API",
  kind: "api",
  pid: 7,
  isAlive: true,
  uptimeSeconds: 5,
  memoryBytes: 1,
  ports: [4000],
};
const api: ApiState = {
  name: "API",
  url: "http://127.0.0.1:4000",
  answers: true,
  isReady: true,
  reason: null,
  block: { number: 9, time: 1 },
  lagBlocks: 0,
};
const index: IndexState = {
  role: "current",
  id: "manometer-ab",
  latest: 9,
  chainHead: 9,
  isSynced: true,
  error: null,
};
const well: Status = {
  source: "/data",
  at: "2026-11-22T00:00:00Z",
  parts: [part],
  chain: { url: "http://127.0.0.1:8545", head: { number: 9, time: 1 }, error: null },
  indexes: [index],
  apis: [api],
  database: { bytes: 5, entities: [], replicas: [], error: null },
  disk: { folder: "/data", usedBytes: 1, freeBytes: 50 * GIGABYTE, totalBytes: 100 * GIGABYTE },
  isBuildCurrent: true,
  found: [],
};

test("a whole stack has no problem", () => {
  expect(problemsOf(well)).toEqual([]);
  expect(verdictOf(well)).toBe(0);
});

const failure = { message: "division by zero", isForGood: true, block: 7 };

test.each<[string, Partial<Status>, RegExp]>([
  [
    "a dead part",
    { parts: [part, { ...part, name: "graph-node", isAlive: false }] },
    /^graph-node \(process 7\) is dead$/,
  ],
  [
    "a chain that is away",
    { chain: { url: "http://x", head: null, error: "ECONNREFUSED" } },
    /RPC http:\/\/x: ECONNREFUSED/,
  ],
  [
    "a database that is away",
    { database: { bytes: null, entities: [], replicas: [], error: "no answer" } },
    /^PostgreSQL: no answer$/,
  ],
  [
    "what a reader found",
    { found: [{ what: "graph-node's status does not answer", advice: "see" }] },
    /status does not answer/,
  ],
  [
    "a failed subgraph",
    { indexes: [{ ...index, error: failure }] },
    /^the current version manometer-ab failed at block 7: division by zero$/,
  ],
  [
    "a failed next version",
    { indexes: [index, { ...index, role: "next", error: { ...failure, block: null } }] },
    /^the next version .* failed: division/,
  ],
  [
    "an API that is not ready",
    { apis: [{ ...api, isReady: false, reason: "the index is 90 blocks behind" }] },
    /^API is not ready: the index is 90/,
  ],
  ["no API", { parts: [{ ...part, name: "PostgreSQL", kind: "database" }], apis: [] }, /^no API runs$/],
  ["another build", { isBuildCurrent: false }, /not the subgraph that is built here/],
  [
    "a disk with little left",
    { disk: { folder: "/data", usedBytes: 1, freeBytes: GIGABYTE / 2, totalBytes: 2 * GIGABYTE } },
    /nearly full: 0\.5 of 2\.0 GB are free/,
  ],
  [
    "a large disk with a small share left",
    { disk: { folder: "/data", usedBytes: 1, freeBytes: 4 * GIGABYTE, totalBytes: 100 * GIGABYTE } },
    /nearly full/,
  ],
])("%s is one problem, with advice", (_, change, text) => {
  const status = { ...well, ...change };
  const [problem, ...others] = problemsOf(status);
  expect(problem?.what).toMatch(text);
  expect(problem?.advice).toMatch(/\w/);
  expect(others).toEqual([]);
  expect(verdictOf(status)).toBe(1);
});

const nothing = { chain: null, indexes: [], apis: [], database: null, disk: null, isBuildCurrent: null };

test.each<[string, Partial<Status>, RegExp]>([
  ["no process", { parts: [] }, /^nothing runs on \/data$/],
  [
    "dead processes",
    { parts: [{ ...part, isAlive: false }] },
    /nothing runs on \/data: the stack that ran there was killed/,
  ],
  [
    "an API that does not answer",
    { parts: [], apis: [{ ...api, answers: false, isReady: false, reason: "no answer within 2 s" }] },
    /^the API \/data: no answer within 2 s$/,
  ],
])("%s is nothing to tell of", (_, change, text) => {
  const status = { ...well, ...nothing, ...change };
  expect(problemsOf(status).map(({ what }) => what)).toEqual([expect.stringMatching(text)]);
  expect(verdictOf(status)).toBe(2);
});
