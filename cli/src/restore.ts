import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { type BackupInfo, platform, VERSION } from "./backup/BackupInfo.ts";
import { infoOf, type Reading, verifyBackup } from "./backup/readBackup.ts";
import { replaceIndex } from "./backup/replaceIndex.ts";
import { checkRoom, noRoom } from "./backup/room.ts";
import type { BackupOptions } from "./backupOptions.ts";
import { type Interrupt, Interrupted } from "./interrupt.ts";
import { DataDir } from "./stack/DataDir.ts";
import { ProcessTable } from "./stack/ProcessTable.ts";
import { megabytes, type Progress, type Report } from "./stack/Progress.ts";
import { postgresPrograms } from "./stack/postgresPrograms.ts";
import { errorCode, firstLine, StackError } from "./stack/StackError.ts";

const INTERRUPTED = 130;

/**
 * Puts the index of a backup into a data directory. The exit code: 0 done, 130 interrupted. Errors: StackError when the
 * backup is damaged or not for this machine, or when the directory is in use or holds an index.
 */
export async function restore(
  options: BackupOptions,
  progress: Progress,
  interrupt: Interrupt,
): Promise<number> {
  interrupt.kill.addEventListener("abort", () => process.exit(INTERRUPTED));
  const file = resolve(options.file);
  const folder = resolve(options.dataDir);
  const info = await infoOf(file);
  await checkIsForUs(file, info);
  if (!options.isForced) checkIsEmpty(folder);
  const counted = (report: Report) => ({
    signal: interrupt.stop,
    onBytes: (bytes: number) => report(`${megabytes(bytes)} of about ${megabytes(info.bytes)}`),
  });
  try {
    await progress.step(
      "Check",
      (report) => verifyBackup(file, counted(report)),
      () => `${file} is whole`,
    );
    await progress.step(
      "Restore",
      (report) => replace(folder, { file, info, isForced: options.isForced }, counted(report)),
      () => `${folder}${describe(info)}`,
    );
    progress.note(advice(info));
    return 0;
  } catch (error) {
    if (!(error instanceof Interrupted)) throw failureIn(folder, error);
    progress.note(`${folder} is as it was`);
    return INTERRUPTED;
  }
}

/** Takes a folder that no stack runs on, and puts the backup there in the place of what it holds. */
async function replace(
  folder: string,
  backup: { file: string; info: BackupInfo; isForced: boolean },
  reading: Reading,
): Promise<void> {
  const dataDir = DataDir.open(folder);
  const check = (place: string) => {
    if (!backup.isForced) checkRoom({ ...needIn(folder), folder: place, bytes: backup.info.bytes });
  };
  try {
    await new ProcessTable(dataDir.file("processes.json")).endLeftovers();
    await replaceIndex(dataDir, { ...backup, check }, reading);
  } finally {
    dataDir.release();
  }
}

async function checkIsForUs(file: string, info: BackupInfo): Promise<void> {
  const { postgres } = await postgresPrograms();
  const said = spawnSync(postgres, ["--version"], { encoding: "utf8", cwd: "/" }).stdout ?? "";
  const major = Number(said.match(/(\d+)(\.|\w)/)?.[1]);
  const differences = [
    info.version === VERSION ? "" : `its form is ${info.version}, and this is for form ${VERSION}`,
    info.postgresMajor === major ? "" : `it is of PostgreSQL ${info.postgresMajor}, and here is ${major}`,
    info.platform === platform() ? "" : `it was made on ${info.platform}, and this is ${platform()}`,
  ].filter((text) => text !== "");
  if (differences.length === 0) return;
  throw new StackError(
    `${file} cannot be restored here: ${differences.join("; ")}`,
    "restore it where it fits; elsewhere index anew with manometer up --fresh",
  );
}

function checkIsEmpty(folder: string): void {
  if (!existsSync(join(folder, "postgres.json"))) return;
  throw new StackError(
    `the data directory ${folder} holds an index`,
    "give a new one with --data-dir, or replace what is there with --force",
  );
}

function needIn(folder: string) {
  return {
    what: `the index in ${folder}`,
    advice:
      "make room, or name a folder on another disk with --data-dir; what is there stays until the new index is whole, " +
      "so there must be room for both, and --force does not look at the room",
  };
}

function failureIn(folder: string, error: unknown): unknown {
  if (errorCode(error) === null) return error;
  if (errorCode(error) === "ENOSPC") return noRoom(needIn(folder));
  return new StackError(
    `${folder} cannot be restored: ${firstLine(error)}`,
    "mend that, or name another folder with --data-dir; this one is as it was",
  );
}

function describe({ chain, served }: BackupInfo): string {
  const block = served === null ? "" : ` at block ${served.block} or later`;
  return chain === null ? "" : ` holds the index of ${chain.network}${block}`;
}

function advice({ chain }: BackupInfo): string {
  if (chain?.isInMemory) return "its chain lived in memory and is gone: manometer up begins anew";
  return `manometer up --rpc URL --network ${chain?.network ?? "NAME"} goes on where the backup was made`;
}
