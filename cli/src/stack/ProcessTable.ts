import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { birth } from "./birth.ts";

/** One child that runs, as written to the table. */
export type Entry = { name: string; pid: number; birth: string; stopSignal: NodeJS.Signals };

const GRACE_MS = 4000;
const POLL_MS = 50;

/** The file in the data directory that names the running children, so that they can be found again. */
export class ProcessTable {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  write(entries: readonly Entry[]): void {
    writeFileSync(`${this.#file}.new`, JSON.stringify(entries, null, 2));
    renameSync(`${this.#file}.new`, this.#file);
  }

  remove(): void {
    rmSync(this.#file, { force: true });
  }

  /** The children that the file names and that live: the same pids, begun at the same time. */
  living(): Entry[] {
    if (!existsSync(this.#file)) return [];
    const entries: Entry[] = JSON.parse(readFileSync(this.#file, "utf8"));
    return entries.filter((entry) => birth(entry.pid) === entry.birth);
  }

  /**
   * Ends the children that a stack left behind when it was killed, the last one started first: each is
   * asked, and killed after 4 s. Returns their names.
   */
  async endLeftovers(): Promise<string[]> {
    const left = this.living().reverse();
    for (const entry of left) {
      signal(entry.pid, entry.stopSignal);
      const end = performance.now() + GRACE_MS;
      while (birth(entry.pid) === entry.birth && performance.now() < end) await sleep(POLL_MS);
      signal(-entry.pid, "SIGKILL");
    }
    return left.map((entry) => entry.name);
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended meanwhile.
  }
}
