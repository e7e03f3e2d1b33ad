import { type Dirent, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { StackError } from "../stack/StackError.ts";

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

/**
 * All below a folder, the folder itself first; `choose` says of each name what becomes of it. Errors: StackError when
 * there is what could not be put back.
 */
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
    checkCanReturn(entry, below.path);
    if (!entry.isDirectory() || choice === "empty") found.push(below);
    else found.push(...filesBelow(below.path, below.name, choose));
  }
  return found;
}

function checkCanReturn(entry: Dirent, path: string): void {
  const isLinked = entry.isSymbolicLink() && statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  const isNamed = !entry.name.includes("\uFFFD");
  if ((entry.isFile() || entry.isDirectory() || isLinked) && isNamed) return;
  throw new StackError(
    `${path} ${isNamed ? "is neither a file nor a folder" : "has a name that is no text"}: it could not be put back`,
    "move it away from the index",
  );
}

/** The bytes of all files that are still there. */
export function sizeOf(sources: readonly Source[]): number {
  return sources.reduce((sum, { path, isFolder }) => {
    const size = isFolder ? 0 : (statSync(path, { throwIfNoEntry: false })?.size ?? 0);
    return sum + size;
  }, 0);
}
