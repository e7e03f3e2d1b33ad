import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Checksums, END, packed, type TarEntry } from "./tar.ts";
import { unpacked } from "./untar.ts";

const LONG = `${"folder/".repeat(15)}${"x".repeat(90)}`;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "manometer-test-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it("packs what tar unpacks: long names, empty files, and sizes around a block's", async () => {
  const sizes = [0, 1, 511, 512, 513, 100_000];
  const entries = [...sizes.map((size) => file(`f${size}`, size)), file(LONG, 3)];
  writeFileSync(join(root, "a.tar"), await archiveOf(entries));
  execFileSync("tar", ["-xf", "a.tar"], { cwd: root });
  for (const size of sizes) expect(readFileSync(join(root, `f${size}`))).toEqual(bytes(size));
  expect(readFileSync(join(root, LONG))).toEqual(bytes(3));
});

it("unpacks what it has packed, in pieces of any size", async () => {
  const archive = await archiveOf([folder("d"), file("d/a", 1000), file(LONG, 10)]);
  for (const piece of [1, 7, 512, 100_000]) {
    const found: [string, boolean, number][] = [];
    for await (const { name, isFolder, size, content } of unpacked(inPieces(archive, piece))) {
      found.push([name, isFolder, size]);
      const parts: Uint8Array[] = [];
      for await (const part of content) parts.push(part);
      expect(Buffer.concat(parts)).toEqual(bytes(size));
    }
    expect(found).toEqual([
      ["d", true, 0],
      ["d/a", false, 1000],
      [LONG, false, 10],
    ]);
  }
});

it("notes each file's checksum as sha256sum gives it", async () => {
  const sums: Checksums = new Map();
  await archiveOf([file("a", 1000)], sums);
  writeFileSync(join(root, "a"), bytes(1000));
  const said = execFileSync("sha256sum", ["a"], { cwd: root, encoding: "utf8" });
  expect(`${sums.get("a")}  a\n`).toBe(said);
});

it("refuses what is cut off, what is no archive, and a content of another size than was said", async () => {
  const archive = await archiveOf([file("a", 1000)]);
  await expect(read(archive.subarray(0, 1200))).rejects.toThrow("ends too early");
  await expect(read(Buffer.alloc(1024, "x"))).rejects.toThrow("not a tar archive");
  await expect(archiveOf([{ ...file("a", 5), size: 6 }])).rejects.toThrow("a has 5 bytes, expected 6");
  await expect(archiveOf([file("x".repeat(300), 1)])).rejects.toThrow("too long a name");
});

function file(name: string, size: number): TarEntry {
  return { name, isFolder: false, size, content: [bytes(size)] };
}

function folder(name: string): TarEntry {
  return { name, isFolder: true, size: 0, content: [] };
}

function bytes(size: number): Buffer {
  return Buffer.from(Array.from({ length: size }, (_, at) => at % 251));
}

async function archiveOf(entries: TarEntry[], sums: Checksums = new Map()): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of packed(entries, sums)) chunks.push(chunk);
  return Buffer.concat([...chunks, END]);
}

async function* inPieces(archive: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < archive.length; at += size) yield archive.subarray(at, at + size);
}

async function read(archive: Buffer): Promise<void> {
  for await (const { content } of unpacked(inPieces(archive, 300))) for await (const _ of content);
}
