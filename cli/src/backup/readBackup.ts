import { createHash } from "node:crypto";
import { chownSync, createReadStream, createWriteStream, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { pipeline } from "node:stream/promises";
import { createZstdDecompress } from "node:zlib";
import type { PostgresUser } from "../stack/postgresUser.ts";
import { errorCode, firstLine, StackError } from "../stack/StackError.ts";
import { type BackupInfo, CHECKSUMS, INFO } from "./BackupInfo.ts";
import { type UnpackedEntry, unpacked } from "./untar.ts";

/** Where a file of a backup belongs, and to whom; null where it is not wanted. */
export type Placing = (name: string) => { path: string; user: PostgresUser | null } | null;

/** How a backup is read: `onBytes` is told how many bytes have come out of it. */
export type Reading = { signal: AbortSignal; onBytes: (bytes: number) => void };

/** What a backup says of itself. Errors: StackError when the file cannot be read or is no backup. */
export async function infoOf(file: string): Promise<BackupInfo> {
  return await reading(file, async () => {
    for await (const { name, content } of entriesIn(file)) {
      if (name !== INFO) break;
      const info = JSON.parse(await textOf(content)) as Partial<BackupInfo>;
      if (info.manometer === "backup") return info as BackupInfo;
      break;
    }
    throw new Error("it is no backup that manometer backup made");
  });
}

/** Reads a backup from its beginning to its end. Errors: StackError when a byte of it is not what was written. */
export async function verifyBackup(file: string, { signal, onBytes }: Reading): Promise<void> {
  await reading(file, async () => {
    const sums = new Map<string, string>();
    let said: string | null = null;
    let bytes = 0;
    for await (const { name, isFolder, content, size } of entriesIn(file)) {
      signal.throwIfAborted();
      if (name === CHECKSUMS) said = await textOf(content);
      else if (!isFolder) sums.set(name, await checksumOf(content));
      bytes += size;
      onBytes(bytes);
    }
    if (said === null) throw new Error("it ends before its checksums");
    const expected = new Map(Object.entries(JSON.parse(said) as Record<string, string>));
    const wrong = [...expected].find(([name, sum]) => sums.get(name) !== sum)?.[0];
    if (wrong !== undefined) throw new Error(`${wrong} is not what was written`);
    if (sums.size !== expected.size) throw new Error("it holds files without a checksum");
  });
}

/** Writes the files of a backup where they belong. Errors: as above; a system error, e.g. where the disk is full. */
export async function extractBackup(
  file: string,
  placing: Placing,
  { signal, onBytes }: Reading,
): Promise<void> {
  let bytes = 0;
  for await (const entry of entriesIn(file)) {
    signal.throwIfAborted();
    const place = placing(entry.name);
    if (place !== null) await put(entry, place.path, place.user);
    bytes += entry.size;
    onBytes(bytes);
  }
}

async function put(
  { isFolder, content }: UnpackedEntry,
  path: string,
  user: PostgresUser | null,
): Promise<void> {
  if (isFolder) mkdirSync(path, { recursive: true, mode: user === null ? 0o755 : 0o700 });
  else {
    mkdirSync(dirname(path), { recursive: true });
    await pipeline(content, createWriteStream(path, { mode: user === null ? 0o644 : 0o600 }));
  }
  if (user !== null) chownSync(path, user.uid, user.gid);
}

async function* entriesIn(file: string): AsyncGenerator<UnpackedEntry> {
  const source = createReadStream(file, { highWaterMark: 1 << 20 });
  const archive = createZstdDecompress();
  // A stream that fails or is left early ends the other one.
  const flow = pipeline(source, archive);
  flow.catch(() => undefined);
  try {
    for await (const entry of unpacked(archive)) {
      if (!isBelow(entry.name)) throw new Error(`it holds a file with the name ${entry.name}`);
      yield entry;
    }
    for await (const _ of archive);
    await flow;
  } finally {
    source.destroy();
  }
}

/** Whether a name stays below the folder that it is put into. */
function isBelow(name: string): boolean {
  return name.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}

/** What goes wrong while a backup is read is the backup's fault, but for what has its own words. */
async function reading<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StackError || (error instanceof Error && error.name === "Interrupted")) throw error;
    const isAway = errorCode(error) === "ENOENT" || errorCode(error) === "EACCES";
    throw new StackError(
      `${file} ${isAway ? "cannot be read" : "is damaged or no backup"}: ${firstLine(error)}`,
      "name a file that manometer backup made, or another copy of this one; nothing has been changed",
    );
  }
}

async function checksumOf(content: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of content) hash.update(chunk);
  return hash.digest("hex");
}

async function textOf(content: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of content) parts.push(chunk);
  return Buffer.concat(parts).toString("utf8");
}
