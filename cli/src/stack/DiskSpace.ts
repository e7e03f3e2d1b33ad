import { statfs } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** Less than one segment of PostgreSQL's log. */
const LEAST_MEGABYTES = 16;
const EVERY_MS = 2000;

/** How a disk is watched; `least`: megabytes below which it counts as full. */
export type DiskWatch = { signal: AbortSignal; least?: number; everyMs?: number };

/**
 * Says so when the disk that a folder lies on is full, and when it has room again. Resolves when the signal aborts, and
 * when the folder is gone.
 */
export async function watchDisk(
  folder: string,
  say: (text: string) => void,
  { signal, least = LEAST_MEGABYTES, everyMs = EVERY_MS }: DiskWatch,
): Promise<void> {
  let wasFull = false;
  while (!signal.aborted) {
    const free = await freeMegabytes(folder).catch(() => null);
    if (free === null) return;
    const isFull = free < least;
    if (isFull && !wasFull) say(full(folder, free));
    if (!isFull && wasFull) say(hasRoom(folder, free));
    wasFull = isFull;
    await sleep(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

/** What a person does about a full disk. */
export const ROOM_ADVICE =
  "make room on the disk of the data directory, and start again: the index goes on where it was";

function full(folder: string, free: number): string {
  return `! the disk of ${folder} is full (${free} MB are left): the index stands until there is room; make some`;
}

function hasRoom(folder: string, free: number): string {
  return `the disk of ${folder} has room again (${free} MB): if the index still stands in a minute, start again`;
}

async function freeMegabytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return Math.floor((bavail * bsize) / 2 ** 20);
}
