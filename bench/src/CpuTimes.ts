import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { OwnParts } from "./Stack.ts";

/** Milliseconds of processor time by part of the stack, the client among them. */
export type Cpu = Readonly<Record<string, number>>;

/** Linux counts processor time in hundredths of a second. */
const TICK_MS = 10;

/** Reads how much processor time the processes of a stack of ours have used. */
export class CpuTimes {
  readonly #parts: readonly { name: string; pid: number }[];

  constructor({ dataDir }: OwnParts) {
    const processes = readFileSync(join(dataDir, "processes.json"), "utf8");
    this.#parts = JSON.parse(processes) as { name: string; pid: number }[];
  }

  /** What each part, its children included, and this process have used so far. */
  now(): Cpu {
    const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    const times = all.map(timeOf).filter((found) => found !== null);
    const of = (root: number) =>
      times
        .filter(({ pid, parent }) => pid === root || parent === root)
        .reduce((sum, { pid, own, ended }) => sum + own + (pid === root ? ended : 0), 0);
    const { user, system } = process.cpuUsage();
    return {
      ...Object.fromEntries(this.#parts.map(({ name, pid }) => [name, of(pid)])),
      client: (user + system) / 1000,
    };
  }
}

/** What was used between two readings, by request. */
export function perRequest(before: Cpu, after: Cpu, requests: number): Cpu {
  const entries = Object.entries(after).map(([name, time]) => [
    name,
    (time - (before[name] ?? 0)) / requests,
  ]);
  return Object.fromEntries(entries);
}

function timeOf(pid: string): { pid: number; parent: number; own: number; ended: number } | null {
  try {
    return statOf(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return null;
  }
}

/** A line of /proc/PID/stat: milliseconds of the process, and of its children that have ended. */
export function statOf(line: string): { pid: number; parent: number; own: number; ended: number } {
  // The name, in parentheses, may itself hold spaces and parentheses.
  const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
  const ticks = (from: number) => (Number(fields[from]) + Number(fields[from + 1])) * TICK_MS;
  return { pid: Number.parseInt(line, 10), parent: Number(fields[1]), own: ticks(11), ended: ticks(13) };
}
