import { closeSync, createReadStream, fstatSync, openSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { errorCode } from "../stack/StackError.ts";
import type { TarEntry } from "./tar.ts";

/** A file or folder that goes into a backup: where it is, and its name there. */
export type Source = { path: string; name: string; isFolder: boolean };

// What a server makes anew when it starts, and what no other one may have.
const EMPTY = /^(pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans)$/;
const LEFT_OUT = /^(postmaster\.(pid|opts)|pg_internal\.init|pgsql_tmp.*|backup_label\.old|standby\.signal)$/;
const WAL = "pg_wal";
const CONTROL = "global/pg_control";
const SEGMENT = /^[0-9A-F]{24}$/;

/**
 * The files of a PostgreSQL data folder, its control file last. `hasWal`: with the write-ahead log, as it is; a
 * running server's is taken afterwards.
 */
export function dataFiles(data: string, name: string, hasWal: boolean): Source[] {
  const all = filesBelow(data, name, (entry) => {
    if (LEFT_OUT.test(entry)) return "leave";
    return EMPTY.test(entry) || (entry === WAL && !hasWal) ? "empty" : "take";
  });
  const control = all.filter(({ path }) => path === join(data, CONTROL));
  return [...all.filter(({ path }) => path !== join(data, CONTROL)), ...control];
}

/** The segments of the write-ahead log from one to another. Errors: an Error when the first or last is missing. */
export function walSegments(
  data: string,
  name: string,
  { from, to }: { from: string; to: string },
): Source[] {
  const names = readdirSync(join(data, WAL)).filter(
    (file) => SEGMENT.test(file) && from <= file && file <= to,
  );
  for (const needed of [from, to])
    if (!names.includes(needed)) throw new Error(`the write-ahead log lacks ${needed}`);
  return names
    .sort()
    .map((file) => ({ path: join(data, WAL, file), name: `${name}/${WAL}/${file}`, isFolder: false }));
}

/** All below a folder, the folder itself first; `choose` says of each name what becomes of it. */
export function filesBelow(
  path: string,
  name: string,
  choose: (entry: string) => "take" | "empty" | "leave" = () => "take",
): Source[] {
  const found: Source[] = [{ path, name, isFolder: true }];
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const choice = choose(entry.name);
    if (choice === "leave") continue;
    const below = {
      path: join(path, entry.name),
      name: `${name}/${entry.name}`,
      isFolder: entry.isDirectory(),
    };
    if (!entry.isDirectory() || choice === "empty") found.push(below);
    else found.push(...filesBelow(below.path, below.name, choose));
  }
  return found;
}

/** The bytes of all files that are still there. */
export function sizeOf(sources: readonly Source[]): number {
  return sources.reduce((sum, { path, isFolder }) => {
    const size = isFolder ? 0 : (statSync(path, { throwIfNoEntry: false })?.size ?? 0);
    return sum + size;
  }, 0);
}

/**
 * The files as entries of an archive. A running server may remove one meanwhile, which is left out, and cut one, whose
 * end is then zeros: its write-ahead log makes up for both.
 */
export async function* entriesOf(sources: readonly Source[]): AsyncGenerator<TarEntry> {
  for (const { path, name, isFolder } of sources) {
    if (isFolder) {
      yield { name, isFolder, size: 0, content: [] };
      continue;
    }
    const file = opened(path);
    if (file === null) continue;
    const { size } = fstatSync(file);
    try {
      yield { name, isFolder, size, content: contentOf(file, size) };
    } finally {
      closeSync(file);
    }
  }
}

function opened(path: string): number | null {
  try {
    return openSync(path, "r");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}

async function* contentOf(file: number, size: number): AsyncGenerator<Uint8Array> {
  if (size === 0) return;
  let left = size;
  const stream = createReadStream("", {
    fd: file,
    autoClose: false,
    start: 0,
    end: size - 1,
    highWaterMark: 1 << 20,
  });
  for await (const chunk of stream) {
    left -= (chunk as Buffer).length;
    yield chunk as Buffer;
  }
  if (left > 0) yield new Uint8Array(left);
}
