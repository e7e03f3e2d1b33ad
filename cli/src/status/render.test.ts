import { expect, test } from "vitest";
import { durationText, render, sizeText } from "./render.ts";
import type { Status } from "./Status.ts";

const status: Status = {
  source: "/data",
  at: "2026-11-22T12:00:00.000Z",
  parts: [
    {
      name: "graph-node",
      kind: "graph-node",
      pid: 4711,
      isAlive: true,
      uptimeSeconds: 300,
      memoryBytes: 250 * 1024 ** 2,
      ports: [8000, 8030],
    },
    {
      name: "API",
      kind: "api",
      pid: 4712,
      isAlive: false,
      uptimeSeconds: null,
      memoryBytes: null,
      ports: [],
    },
  ],
  chain: { url: "http://127.0.0.1:8545", head: { number: 12_600, time: 1_795_348_800 }, error: null },
  indexes: [
    { role: "current", id: "manometer-ab12", latest: 12_590, chainHead: 12_600, isSynced: true, error: null },
    { role: "next", id: "manometer-cd34", latest: 100, chainHead: 12_600, isSynced: false, error: null },
  ],
  apis: [
    {
      name: "API 1",
      url: "http://127.0.0.1:4000",
      answers: true,
      isReady: true,
      reason: null,
      block: { number: 12_590, time: 1_795_348_680 },
      lagBlocks: 10,
    },
  ],
  database: {
    bytes: 5 * 1024 ** 3,
    entities: [{ name: "reveal", rows: 12_345 }],
    replicas: [{ name: "replica", lagBytes: 2048, lagSeconds: 0.25 }],
    error: null,
  },
  disk: { folder: "/data", usedBytes: 6 * 1024 ** 3, freeBytes: 50 * 1024 ** 3, totalBytes: 100 * 1024 ** 3 },
  isBuildCurrent: true,
  found: [],
};

test("the screen says what runs, how far it is behind, sizes, and what is wrong", () => {
  expect(render(status, false)).toBe(`Manometer, /data, 2026-11-22T12:00:00.000Z

Part                 Process    Uptime     Memory  Ports
graph-node              4711     5 min   250.0 MB  8000 8030
API                     dead         –          –

Chain     block 12,600 of 2026-11-22T12:00:00Z, http://127.0.0.1:8545
Index     current  ab12, block 12,590, 10 blocks behind
          next     cd34, block 100, 12,500 blocks behind
API       API 1: ready, answers for block 12,590 of 2026-11-22T11:58:00Z, 10 blocks (2 min) behind, http://127.0.0.1:4000
Replica   replica: 2.0 kB (0.3 s) behind
Sizes     database 5.0 GB, data directory 6.0 GB, disk 50.0 GB free of 100.0 GB
Rows      about reveal 12,345

✗ API (process 4712) is dead. What to do: see the logs in /data/logs, and start again.
`);
});

test("problems are red and a whole stack is green, where there are colours", () => {
  expect(render(status, true)).toContain("\x1b[31m✗ API (process 4712) is dead");
  const whole = render(
    { ...status, parts: status.parts.slice(0, 1).map((part) => ({ ...part, kind: "api" })) },
    true,
  );
  expect(whole).toContain("\x1b[32mAll is well.\x1b[0m");
});

test.each([
  [0, "0 s"],
  [99, "99 s"],
  [100, "2 min"],
  [7200, "2.0 h"],
  [200_000, "2.3 d"],
])("%d seconds are %s", (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});

test.each([
  [0, "0 B"],
  [1023, "1023 B"],
  [1024, "1.0 kB"],
  [1.5 * 1024 ** 3, "1.5 GB"],
])("%d bytes are %s", (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});
