import { readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { ApiProcess } from "../ApiProcess.ts";

/** What a process holds when all garbage is gone, and the most that it ever had, garbage and all (bytes). */
export type Held = { heapUsed: number; external: number; rss: number; peak: number };

const script = fileURLToPath(new URL("gcOnSignal.ts", import.meta.url));
const SETTLE_MS = 1500;
const ROUNDS = 3;

/** Reads how much memory an API holds, whatever garbage waits in it. */
export class Memory {
  readonly #file = join(
    tmpdir(),
    `manometer-memory-${process.pid}-${Math.random().toString(36).slice(2)}.json`,
  );

  /** What the API has to be started with, beside these options of Node. */
  settings(...options: string[]): Record<string, string> {
    return {
      NODE_OPTIONS: ["--expose-gc", `--import=${script}`, ...options].join(" "),
      MEMORY_FILE: this.#file,
    };
  }

  /** What it holds, once it has settled. Throws when it does not say so within half a minute. */
  async of(api: ApiProcess): Promise<Held> {
    let held = await this.#read(api);
    for (let round = 1; round < ROUNDS; round++) {
      await sleep(SETTLE_MS);
      const next = await this.#read(api);
      held = {
        heapUsed: Math.min(held.heapUsed, next.heapUsed),
        external: Math.min(held.external, next.external),
        rss: Math.min(held.rss, next.rss),
        peak: next.peak,
      };
    }
    return held;
  }

  async #read({ pid }: ApiProcess): Promise<Held> {
    await rm(this.#file, { force: true });
    process.kill(pid, "SIGUSR2");
    const end = performance.now() + 30_000;
    while (performance.now() < end) {
      await sleep(50);
      const text = await readFile(this.#file, "utf8").catch(() => "");
      if (text.endsWith("}")) {
        await rm(this.#file, { force: true });
        return JSON.parse(text) as Held;
      }
    }
    throw new Error(`The API (process ${pid}) did not say within 30 s how much memory it holds`);
  }
}

/** Bytes as megabytes: "123.4 MB". */
export function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
