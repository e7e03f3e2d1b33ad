import { spawnSync } from "node:child_process";
import { existsSync, statfsSync } from "node:fs";
import { join, resolve } from "node:path";
import { type BackupInfo, CHECKSUMS, INFO, POSTGRES, platform, VERSION } from "./backup/BackupInfo.ts";
import { extractBackup, infoOf, type Placing, type Reading, verifyBackup } from "./backup/readBackup.ts";
import type { BackupOptions } from "./backupOptions.ts";
import { type Interrupt, Interrupted } from "./interrupt.ts";
import { DataDir } from "./stack/DataDir.ts";
import {
  forgetTemporaryHome,
  newPostgresHome,
  type PostgresHome,
  storePostgresHome,
} from "./stack/PostgresHome.ts";
import { ProcessTable } from "./stack/ProcessTable.ts";
import { megabytes, type Progress, type Report } from "./stack/Progress.ts";
import { postgresPrograms } from "./stack/postgresPrograms.ts";
import { errorCode, StackError } from "./stack/StackError.ts";

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
      (report) => replace(file, { folder, info, isForced: options.isForced }, counted(report)),
      () => `${folder}${describe(info)}`,
    );
    progress.note(advice(info));
    return 0;
  } catch (error) {
    if (error instanceof Interrupted) return INTERRUPTED;
    throw errorCode(error) === "ENOSPC" ? noRoom(folder, "the disk is full") : error;
  }
}

/** Takes a folder that no stack runs on, and puts the backup there in the place of what it holds. */
async function replace(
  file: string,
  { folder, info, isForced }: { folder: string; info: BackupInfo; isForced: boolean },
  reading: Reading,
): Promise<void> {
  const dataDir = DataDir.open(folder);
  try {
    await new ProcessTable(dataDir.file("processes.json")).endLeftovers();
    if (!isForced) checkRoom(folder, info.bytes);
    await put(file, { dataDir, info }, reading);
  } finally {
    dataDir.release();
  }
}

async function put(
  file: string,
  { dataDir, info }: { dataDir: DataDir; info: BackupInfo },
  reading: Reading,
): Promise<void> {
  forgetTemporaryHome(dataDir);
  dataDir.forget();
  const home = { ...(await newPostgresHome(dataDir)), password: info.password };
  await extractBackup(file, placingFor(dataDir, home), reading);
  // Before the index counts as there.
  spawnSync("sync", ["-f", home.data]);
  storePostgresHome(dataDir, home, true);
}

function placingFor(dataDir: DataDir, { data, user }: PostgresHome): Placing {
  return (name) => {
    if (name === INFO || name === CHECKSUMS) return null;
    const [first, ...rest] = name.split("/");
    if (first === POSTGRES) return { path: join(data, ...rest), user };
    return { path: dataDir.file(name), user: null };
  };
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

function checkRoom(folder: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  if (free < bytes) throw noRoom(folder, `${megabytes(free)} are free and ${megabytes(bytes)} are needed`);
}

function noRoom(folder: string, reason: string): StackError {
  return new StackError(
    `there is no room in ${folder}: ${reason}`,
    "make room, or name a folder on another disk with --data-dir; --force does not look at the room",
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
