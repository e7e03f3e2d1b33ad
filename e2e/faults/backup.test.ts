import { existsSync } from "node:fs";
import { open, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type Ended, manometer } from "../src/command.ts";
import { digestOf } from "../src/Digest.ts";
import { History } from "../src/History.ts";
import { untilIndexed } from "../src/indexed.ts";
import { Miner } from "../src/Miner.ts";
import { subgraphUrl } from "../src/places.ts";
import { remove } from "../src/remove.ts";
import { Stack } from "../src/Stack.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const BLOCK_MS = 300;

let history: History;
let stack: Stack;
let folder: string;
const restored: string[] = [];

beforeAll(async () => {
  history = await History.play();
  stack = await history.index();
  folder = await Stack.temporaryFolder();
});

afterAll(async () => {
  await stack?.stop();
  for (const dataDir of [stack?.dataDir, ...restored]) if (dataDir) await remove(dataDir);
  await history?.close();
  if (folder) await rm(folder, { recursive: true });
});

it("of a stack that indexes is restored to an index that goes on, and is in the end the same", async () => {
  const miner = await Miner.after(history, { pauseMs: BLOCK_MS });
  await sleep(3 * BLOCK_MS);
  const file = join(folder, "live.tar.zst");
  const { block: before } = await history.chain.head();
  const made = await manometer(["backup", file, "--data-dir", stack.dataDir]);
  const { block: after } = await history.chain.head();
  expect([made.code, made.stderr]).toEqual([0, ""]);
  expect(after).toBeGreaterThan(before);
  await sleep(5 * BLOCK_MS);
  const head = await miner.end();

  await untilIndexed(subgraphUrl(stack), ({ number }) => number >= head);
  const expected = await digestOf(subgraphUrl(stack), head);
  const { dataDir, resumedAt, digest } = await restoredDigest(file, head);
  expect(resumedAt).toBeLessThan(head);
  expect(digest).toEqual(expected);
  console.log(
    `backed up while blocks ${before} to ${after} came: resumed at ${resumedAt}, ${digest.rows} rows at ${head}\n` +
      `  restored   ${digest.all}\n  never away ${expected.all}`,
  );
  expect(existsSync(join(dataDir, "postgres", "backup_label"))).toBe(false);
});

it("of a restored index that was never started is restored in its place to the same index", async () => {
  const { block: head } = await history.chain.head();
  await untilIndexed(subgraphUrl(stack), ({ number }) => number >= head);
  const expected = await digestOf(subgraphUrl(stack), head);
  const dataDir = await restoredFolder(join(folder, "live.tar.zst"));
  const file = join(folder, "again.tar.zst");
  const made = await manometer(["backup", file, "--data-dir", dataDir]);
  expect([made.code, made.stderr]).toEqual([0, ""]);
  expect((await restoredDigest(file, head, dataDir)).digest).toEqual(expected);
});

it("of a stopped stack is restored to the same index", async () => {
  const { block: head } = await history.chain.head();
  await untilIndexed(subgraphUrl(stack), ({ number }) => number >= head);
  const expected = await digestOf(subgraphUrl(stack), head);
  await stack.stop();
  const file = join(folder, "cold.tar.zst");
  const made = await manometer(["backup", file, "--data-dir", stack.dataDir]);
  expect([made.code, made.stderr]).toEqual([0, ""]);
  const { digest, resumedAt } = await restoredDigest(file, head);
  expect(resumedAt).toBe(head);
  expect(digest).toEqual(expected);
});

it("is refused where it does not belong or is not what was written, and nothing is changed", async () => {
  const file = join(folder, "cold.tar.zst");
  const place = join(folder, "nowhere");
  const whole = await readFile(file);
  const cut = join(folder, "cut.tar.zst");
  const flipped = join(folder, "flipped.tar.zst");
  await writeFile(cut, whole);
  await truncate(cut, whole.length - 1000);
  await writeFile(flipped, whole);
  const handle = await open(flipped, "r+");
  const at = Math.floor(whole.length / 2);
  await handle.write(Buffer.from([(whole[at] as number) ^ 1]), 0, 1, at);
  await handle.close();

  for (const bad of [cut, flipped, join(folder, "none"), process.execPath])
    expect(await refused(["restore", bad, "--data-dir", place])).toMatch(/damaged|cannot be read/);
  expect(existsSync(place)).toBe(false);
  expect(await refused(["restore", file, "--data-dir", stack.dataDir])).toContain("holds an index");
  expect(await refused(["backup", file, "--data-dir", stack.dataDir])).toContain("exists");
  expect(await refused(["backup", join(folder, "new"), "--data-dir", place])).toContain("holds no index");
  expect(existsSync(join(folder, "new"))).toBe(false);
});

async function refused(args: string[]): Promise<string> {
  const { code, stderr }: Ended = await manometer(args);
  expect(code).toBe(1);
  return stderr;
}

/** Restores a backup into a new data directory, or in the place of what one holds. */
async function restoredFolder(file: string, place?: string): Promise<string> {
  const dataDir = place ?? (await Stack.temporaryFolder());
  if (place === undefined) restored.push(dataDir);
  const put = await manometer(["restore", file, "--data-dir", dataDir, ...(place ? ["--force"] : [])]);
  expect([put.code, put.stderr]).toEqual([0, ""]);
  return dataDir;
}

/** Restores a backup, lets its stack index up to a block, and digests it there. */
async function restoredDigest(file: string, head: number, place?: string) {
  const dataDir = await restoredFolder(file, place);
  const again = Stack.spawn(history.arguments(), dataDir);
  try {
    while (!again.output.includes("✓ graph-node")) await sleep(20);
    const { number: resumedAt } = await untilIndexed(subgraphUrl(again), ({ number }) => number > 0);
    await untilIndexed(subgraphUrl(again), ({ number }) => number >= head);
    expect(again.output).toContain("the stored index goes on where it was");
    return { dataDir, resumedAt, digest: await digestOf(subgraphUrl(again), head) };
  } finally {
    await again.stop();
  }
}
