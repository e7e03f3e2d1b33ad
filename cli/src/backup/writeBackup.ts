import { createWriteStream, openSync, renameSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { constants, createZstdCompress } from "node:zlib";
import { errorCode, StackError } from "../stack/StackError.ts";
import { CHECKSUMS } from "./BackupInfo.ts";
import { type Checksums, END, packed, type TarEntry } from "./tar.ts";

const LEVEL = 3;

/** How a backup is written: `onBytes` is told how many bytes have gone into it, before they are compressed. */
export type Writing = { signal: AbortSignal; onBytes: (bytes: number) => void };

/**
 * Writes entries as a tar archive compressed by zstd, with the checksums of all as its last file. It appears under its
 * name when it is whole and on the disk; until then it has one of this process, which goes with the process.
 * Errors: the signal's reason; StackError when that one is taken; a system error, e.g. where the disk is full.
 */
export async function writeBackup(
  file: string,
  entries: AsyncIterable<TarEntry>,
  { signal, onBytes }: Writing,
): Promise<void> {
  const part = `${file}.${process.pid}.part`;
  const out = createWriteStream(part, { fd: created(part), flush: true });
  const remove = () => rmSync(part, { force: true });
  process.once("exit", remove);
  try {
    const params = { [constants.ZSTD_c_compressionLevel]: LEVEL, [constants.ZSTD_c_checksumFlag]: 1 };
    await pipeline(Readable.from(archiveOf(entries, onBytes)), createZstdCompress({ params }), out, {
      signal,
    });
    renameSync(part, file);
    await syncFolder(dirname(file));
  } catch (error) {
    remove();
    throw signal.aborted ? signal.reason : error;
  } finally {
    process.off("exit", remove);
  }
}

function created(part: string): number {
  try {
    return openSync(part, "wx", 0o600);
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
    throw new StackError(`${part} exists: a backup that was killed left it`, "remove it, and try again");
  }
}

async function* archiveOf(
  entries: AsyncIterable<TarEntry>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  const sums: Checksums = new Map();
  let bytes = 0;
  for await (const chunk of packed(entries, sums)) {
    bytes += chunk.length;
    onBytes(bytes);
    if (chunk.length > 0) yield chunk;
  }
  const text = Buffer.from(`${JSON.stringify(Object.fromEntries(sums), null, 1)}\n`);
  const last: TarEntry = { name: CHECKSUMS, isFolder: false, size: text.length, content: [text] };
  yield* packed([last], new Map());
  yield END;
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
}
