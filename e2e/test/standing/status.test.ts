import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { manometer } from "../../src/command.ts";
import { rpcUrl } from "../../src/places.ts";
import { StandingStack } from "../../src/StandingStack.ts";

type Told = {
  verdict: number;
  problems: object[];
  parts: { name: string; pid: number; isAlive: boolean; memoryBytes: number; ports: number[] }[];
  chain: { url: string; head: { number: number } };
  indexes: { role: string; id: string; latest: number }[];
  apis: { url: string; isReady: boolean; block: { number: number }; lagBlocks: number }[];
  database: { bytes: number; entities: { name: string; rows: number }[] };
  isBuildCurrent: boolean;
};

const stack = new StandingStack();
const api = new URL(stack.url).origin;

it("says of a running stack what runs, and that nothing is behind", async () => {
  const { head } = await stack.json<{ head: { number: number } }>("expected.json");
  const noted = await stack.json<{ name: string; pid: number }[]>("processes.json");
  const build = /Subgraph\s+build (\w+)/.exec(stack.output)?.[1];

  const { code, stdout } = await manometer(["status", "--data-dir", stack.dataDir, "--json"]);

  const told = JSON.parse(stdout) as Told;
  expect([code, told.verdict, told.problems]).toEqual([0, 0, []]);
  expect(told.parts.map(({ name }) => name)).toEqual(["manometer up", ...noted.map(({ name }) => name)]);
  expect(told.parts.slice(1).map(({ pid }) => pid)).toEqual(noted.map(({ pid }) => pid));
  for (const { isAlive, memoryBytes, pid } of told.parts) {
    expect(isAlive).toBe(true);
    expect(memoryBytes).toBeGreaterThan(10 * 1024 ** 2);
    expect(await readFile(`/proc/${pid}/comm`, "utf8")).toMatch(/\w/);
  }
  expect(told.chain).toMatchObject({ url: rpcUrl(stack), head: { number: head.number } });
  expect(told.indexes).toMatchObject([
    { role: "current", id: expect.stringContaining(String(build)), latest: head.number },
  ]);
  expect(told.apis).toMatchObject([
    { url: api, isReady: true, block: { number: head.number }, lagBlocks: 0 },
  ]);
  expect(told.database.bytes).toBeGreaterThan(1024 ** 2);
  expect(told.database.entities).toHaveLength(5);
  expect(told.isBuildCurrent).toBe(true);
});

it("is plain text where it is piped", async () => {
  const { code, stdout } = await manometer(["status", "--data-dir", stack.dataDir]);
  expect(code).toBe(0);
  expect(stdout).not.toContain("\x1b");
  expect(stdout).toMatch(/^graph-node +\d+ +\d/m);
  expect(stdout).toContain(`${api}\n`);
  expect(stdout).toMatch(/\nAll is well\.\n$/);
});

it("asks an API by its address", async () => {
  const { code, stdout } = await manometer(["status", "--api", api]);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^API +API: ready, .* 0 blocks behind/m)]);
  const away = await manometer(["status", "--api", "http://127.0.0.1:9"]);
  expect([away.code, away.stdout]).toEqual([2, expect.stringContaining("does not answer")]);
});
