import { createWriteStream, renameSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { constants, createZstdCompress } from "node:zlib";
import { CHECKSUMS } from "./BackupInfo.ts";
import { type Checksums, END, packed, type TarEntry } from "./tar.ts";

const LEVEL = 3;

/** How a backup is written: `onBytes` is told how many bytes have gone into it, before they are compressed. */
export type Writing = { signal: AbortSignal; onBytes: (bytes: number) => void };

/**
 * Writes entries as a tar archive compressed by zstd, with the checksums of all as its last file. It appears under its
 * name when it is whole and on the disk. Errors: the signal's reason; a system error, e.g. where the disk is full.
 */
export async function writeBackup(
  file: string,
  entries: AsyncIterable<TarEntry>,
  { signal, onBytes }: Writing,
): Promise<void> {
  const part = `${file}.part`;
  try {
    const params = { [constants.ZSTD_c_compressionLevel]: LEVEL, [constants.ZSTD_c_checksumFlag]: 1 };
    const out = createWriteStream(part, { mode: 0o600, flush: true });
    await pipeline(Readable.from(archiveOf(entries, onBytes)), createZstdCompress({ params }), out, {
      signal,
    });
    renameSync(part, file);
    await syncFolder(dirname(file));
  } catch (error) {
    rmSync(part, { force: true });
    throw signal.aborted ? signal.reason : error;
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
