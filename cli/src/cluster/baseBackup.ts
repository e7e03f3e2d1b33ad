import { chownSync, mkdirSync, writeFileSync } from "node:fs";
import { copyFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { dataFiles, sizeOf } from "../backup/files.ts";
import { checkRoom, noRoom } from "../backup/room.ts";
import type { Database, Query } from "../stack/Database.ts";
import type { PostgresUser } from "../stack/postgresUser.ts";
import { errorCode } from "../stack/StackError.ts";

/** The slot that keeps on the primary what the replica has not read yet. */
export const SLOT = "replica";

/** The data folders of a primary and of its copy, and whom the copy belongs to; null for ourselves. */
export type BackupFolders = { from: string; to: string; user: PostgresUser | null };

/**
 * Copies the data of a running server, as pg_basebackup does, which is not among the programs that we have, and
 * makes the slot anew for the one who is to go on from there. Errors: StackError when the disk has no room for the copy;
 * the signal's reason. Neither leaves a part of it.
 */
export async function baseBackup(
  primary: Pick<Database, "session">,
  folders: BackupFolders,
  signal: AbortSignal,
): Promise<void> {
  const { from, to } = folders;
  await rm(to, { recursive: true, force: true });
  const need = { what: `the replica in ${to}`, advice: "make room on its disk, or start without --cluster" };
  checkRoom({ ...need, folder: dirname(to), bytes: sizeOf(dataFiles(from, to, false)) });
  try {
    await copy(primary, folders, signal);
  } catch (error) {
    await rm(to, { recursive: true, force: true });
    throw errorCode(error) === "ENOSPC" ? noRoom(need) : error;
  }
}

async function copy(
  primary: Pick<Database, "session">,
  { from, to, user }: BackupFolders,
  signal: AbortSignal,
): Promise<void> {
  const label = await primary.session(async (query) => {
    await dropSlot(query);
    await query("SELECT pg_create_physical_replication_slot($1, true)", [SLOT]);
    await query("SELECT pg_backup_start($1, true)", [SLOT]);
    await copyData({ from, to, user }, signal);
    const { rows } = await query("SELECT labelfile FROM pg_backup_stop(false)");
    return String(rows[0]?.labelfile);
  });
  writeOwned(join(to, "backup_label"), label, user);
}

/** Drops the slot, if there is one, so that the primary keeps nothing for it any more. */
export async function dropSlot(query: Query): Promise<void> {
  await query("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = $1", [
    SLOT,
  ]);
}

/** Writes a file that only this user may read. */
export function writeOwned(file: string, text: string, user: PostgresUser | null): void {
  writeFileSync(file, text, { mode: 0o600 });
  own(file, user);
}

async function copyData({ from, to, user }: BackupFolders, signal: AbortSignal): Promise<void> {
  for (const { path, name, isFolder } of dataFiles(from, to, false)) {
    signal.throwIfAborted();
    if (isFolder) {
      mkdirSync(name, { mode: 0o700 });
      own(name, user);
    } else await copyOwned(path, name, user);
  }
}

async function copyOwned(from: string, to: string, user: PostgresUser | null): Promise<void> {
  try {
    await copyFile(from, to);
    own(to, user);
  } catch (error) {
    // The server may remove a file meanwhile: what it wrote about that comes by the slot.
    if (errorCode(error) !== "ENOENT") throw error;
  }
}

function own(path: string, user: PostgresUser | null): void {
  if (user !== null) chownSync(path, user.uid, user.gid);
}
