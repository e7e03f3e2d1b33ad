import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type BackupInfo, POSTGRES, platform, VERSION } from "./backup/BackupInfo.ts";
import { entriesOf } from "./backup/entries.ts";
import { dataFiles } from "./backup/files.ts";
import { withLiveData } from "./backup/liveData.ts";
import { checkRoom, noRoom } from "./backup/room.ts";
import { backupEntries, indexIn, type StoredIndex } from "./backup/StoredIndex.ts";
import type { TarEntry } from "./backup/tar.ts";
import { type Writing, writeBackup } from "./backup/writeBackup.ts";
import type { BackupOptions } from "./backupOptions.ts";
import { type Interrupt, Interrupted } from "./interrupt.ts";
import { Database } from "./stack/Database.ts";
import { DataDir } from "./stack/DataDir.ts";
import { type Endpoints, endpointsOf } from "./stack/Endpoints.ts";
import { readJson } from "./stack/jsonFile.ts";
import { ProcessTable } from "./stack/ProcessTable.ts";
import { megabytes, type Progress } from "./stack/Progress.ts";
import { errorCode, StackError } from "./stack/StackError.ts";
import { SUBGRAPH } from "./stack/Subgraph.ts";
import { Versions } from "./versions/Versions.ts";

const INTERRUPTED = 130;
/** What an index takes of itself at most when it is compressed. */
const SHARE = 0.5;

/**
 * Writes the index of a stack into a file. The exit code: 0 done, 130 interrupted. Errors: StackError when there is no
 * index, the file exists, or room is short.
 */
export async function backup(
  options: BackupOptions,
  progress: Progress,
  interrupt: Interrupt,
): Promise<number> {
  interrupt.kill.addEventListener("abort", () => process.exit(INTERRUPTED));
  const file = resolve(options.file);
  const folder = resolve(options.dataDir);
  checkFile(file, options.isForced);
  const running = endpointsOf(folder);
  const release = running === null ? await hold(folder) : () => undefined;
  try {
    const index = indexIn(folder);
    if (!options.isForced) checkRoom({ ...needFor(file), folder: dirname(file), bytes: index.bytes * SHARE });
    const info = await infoFor(index, running);
    await progress.step(
      "Backup",
      (report) => {
        const onBytes = (bytes: number) => report(`${megabytes(bytes)} of about ${megabytes(index.bytes)}`);
        return write(file, { index, info, running }, { signal: interrupt.stop, onBytes });
      },
      () => `${file}, ${megabytes(statSync(file).size)}${describe(info)}`,
    );
    if (info.chain?.isInMemory)
      progress.note("its chain lives in memory: the next start begins anew, whatever is restored");
    return 0;
  } catch (error) {
    if (error instanceof Interrupted) return INTERRUPTED;
    throw errorCode(error) === "ENOSPC" ? noRoom(needFor(file)) : error;
  } finally {
    release();
  }
}

async function write(
  file: string,
  { index, info, running }: { index: StoredIndex; info: BackupInfo; running: Endpoints | null },
  writing: Writing,
): Promise<void> {
  const { folder, data, password } = index;
  const put = (entries: AsyncIterable<TarEntry>) =>
    writeBackup(file, backupEntries(info, entries, folder), writing);
  if (running === null) return await put(entriesOf(dataFiles(data, POSTGRES, true)));
  const database = new Database({ port: running.postgresPort, password });
  await withLiveData(database, { data, name: POSTGRES }, put);
}

async function infoFor(
  { folder, data, password, bytes }: StoredIndex,
  running: Endpoints | null,
): Promise<BackupInfo> {
  const current = running && (await new Versions(running.graphNode).named(SUBGRAPH).catch(() => null));
  return {
    manometer: "backup",
    version: VERSION,
    createdAt: new Date().toISOString(),
    postgresMajor: Number.parseInt(readFileSync(join(data, "PG_VERSION"), "utf8"), 10),
    platform: platform(),
    chain: readJson(join(folder, "chain.json")) as BackupInfo["chain"],
    served: current && { deployment: current.id, block: current.latest },
    bytes,
    password,
  };
}

/** Keeps a stack from starting, and ends what a killed one left. */
async function hold(folder: string): Promise<() => void> {
  if (!existsSync(join(folder, "postgres.json"))) indexIn(folder);
  const dataDir = DataDir.open(folder);
  await new ProcessTable(dataDir.file("processes.json")).endLeftovers();
  return () => dataDir.release();
}

function checkFile(file: string, isForced: boolean): void {
  if (!existsSync(dirname(file)))
    throw new StackError(`the folder ${dirname(file)} does not exist`, "create it, or name another file");
  if (existsSync(file) && !isForced)
    throw new StackError(`${file} exists`, "name another file, or replace it with --force");
}

function needFor(file: string) {
  return {
    what: file,
    advice: "make room, or name a file on another disk; --force does not look at the room",
  };
}

function describe({ served }: BackupInfo): string {
  return served === null ? "" : `, of block ${served.block} or later`;
}
