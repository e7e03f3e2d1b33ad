import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { StackError } from "../stack/StackError.ts";
import { baseBackup } from "./baseBackup.ts";

const COUNT = 500;

let root: string;
let folders: { from: string; to: string; user: null };
let asked: string[];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "manometer-test-"));
  folders = { from: join(root, "postgres"), to: join(root, "postgres-replica"), user: null };
  for (const folder of ["global", "base", "pg_wal"])
    mkdirSync(join(folders.from, folder), { recursive: true });
  for (let number = 0; number < COUNT; number++) writeFileSync(join(folders.from, "base", `${number}`), "x");
  asked = [];
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const primary = {
  session: <T>(work: (query: (text: string) => Promise<{ rows: { labelfile: string }[] }>) => Promise<T>) =>
    work(async (text) => {
      asked.push(text);
      return { rows: [{ labelfile: "LABEL" }] };
    }),
};

it("copies the data, and writes the label beside them", async () => {
  await baseBackup(primary, folders, new AbortController().signal);
  expect(readdirSync(join(folders.to, "base"))).toHaveLength(COUNT);
  expect(readFileSync(join(folders.to, "backup_label"), "utf8")).toBe("LABEL");
});

it("ends between two files when it is asked to, and others are served meanwhile", async () => {
  const stop = new AbortController();
  setImmediate(() => stop.abort(new Error("Ctrl-C")));
  await expect(baseBackup(primary, folders, stop.signal)).rejects.toThrow("Ctrl-C");
  expect(asked.join()).not.toContain("pg_backup_stop");
  expect(existsSync(folders.to)).toBe(false);
});

it("is refused before anything is asked where the disk has no room for it", async () => {
  const big = join(folders.from, "base", "big");
  writeFileSync(big, "");
  await truncate(big, 8e12);
  const refused = baseBackup(primary, folders, new AbortController().signal);
  await expect(refused).rejects.toThrow(StackError);
  await expect(refused).rejects.toThrow(/no room for the replica.* MB are free and .* are needed/);
  expect(asked).toEqual([]);
  expect(existsSync(folders.to)).toBe(false);
});
