import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { watchDisk } from "./DiskSpace.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "manometer-disk-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("says once that the disk is full, where and what to do", async () => {
  const said: string[] = [];
  const stop = new AbortController();
  const watch = { signal: stop.signal, least: Number.POSITIVE_INFINITY, everyMs: 5 };
  const watching = watchDisk(folder, (text) => said.push(text), watch);
  await expect.poll(() => said.length).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 30));
  stop.abort();
  await watching;
  expect(said).toEqual([
    expect.stringMatching(/^! the disk of .*manometer-disk-.* is full \(\d+ MB are left\): .*make some$/),
  ]);
});

it("says nothing while there is room, and ends when the folder is gone", async () => {
  const said: string[] = [];
  const signal = new AbortController().signal;
  const watching = watchDisk(folder, (text) => said.push(text), { signal, least: 0, everyMs: 5 });
  rmSync(folder, { recursive: true });
  await watching;
  expect(said).toEqual([]);
});
