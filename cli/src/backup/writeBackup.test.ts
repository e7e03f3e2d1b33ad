import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { verifyBackup } from "./readBackup.ts";
import type { TarEntry } from "./tar.ts";
import { writeBackup } from "./writeBackup.ts";

const quiet = { signal: new AbortController().signal, onBytes: () => undefined };

let root: string;
let file: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "manometer-test-"));
  file = join(root, "index.tar.zst");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it("writes one file, whole, that only its owner may read", async () => {
  await writeBackup(file, slowly("a"), quiet);
  await verifyBackup(file, quiet);
  expect(readdirSync(root)).toEqual(["index.tar.zst"]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it("never writes where another backup to the same file writes, nor removes that", async () => {
  const first = writeBackup(file, slowly("a"), quiet);
  await expect(writeBackup(file, slowly("b"), quiet)).rejects.toThrow(/\.part exists/);
  await first;
  await verifyBackup(file, quiet);
  writeFileSync(`${file}.1.part`, "of another process");
  await writeBackup(file, slowly("c"), quiet);
  expect(readdirSync(root)).toEqual(["index.tar.zst", "index.tar.zst.1.part"]);
});

it("leaves nothing when it fails or is interrupted", async () => {
  const failing = (async function* (): AsyncGenerator<TarEntry> {
    yield* slowly("a");
    throw new Error("the disk burns");
  })();
  await expect(writeBackup(file, failing, quiet)).rejects.toThrow("the disk burns");
  const stop = new AbortController();
  const stopped = writeBackup(file, slowly("a"), { ...quiet, signal: stop.signal });
  stop.abort(new Error("Ctrl-C"));
  await expect(stopped).rejects.toThrow("Ctrl-C");
  expect(readdirSync(root)).toEqual([]);
});

async function* slowly(text: string): AsyncGenerator<TarEntry> {
  for (const number of [1, 2, 3]) {
    await sleep(20);
    yield { name: `${text}${number}`, isFolder: false, size: 1, content: [Buffer.from(text)] };
  }
}
