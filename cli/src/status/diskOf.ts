import { readdir, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { DiskState } from "./Status.ts";

const MOST_FILES = 100_000;

/** What a folder takes, and what its disk has left; null where it cannot be read. */
export async function diskOf(folder: string): Promise<DiskState | null> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return {
      folder,
      usedBytes: await sizeOf(folder),
      freeBytes: bavail * bsize,
      totalBytes: blocks * bsize,
    };
  } catch {
    return null;
  }
}

/** Bytes on the disk of all files below a folder; what may not be read counts as nothing. */
async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).slice(0, MOST_FILES);
  const sizes = await Promise.all(
    files.map(({ parentPath, name }) =>
      stat(join(parentPath, name)).then(
        ({ blocks }) => blocks * 512,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
