import { readdirSync, readFileSync, readlinkSync } from "node:fs";

const PARENT = 1;
const START_TIME = 19;
const TICKS_A_SECOND = 100;
const LISTEN = "0A";

/** What Linux tells of one process: its program, parent, and for how long it has run (seconds). */
export type ProcessFacts = { program: string; parent: number; uptimeSeconds: number };

/** What Linux tells of a process; null where it is gone. */
export function processFacts(pid: number): ProcessFacts | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [uptime] = readFileSync("/proc/uptime", "utf8").split(" ");
    return {
      program: stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")")),
      parent: Number(fields[PARENT]),
      uptimeSeconds: Math.max(0, Number(uptime) - Number(fields[START_TIME]) / TICKS_A_SECOND),
    };
  } catch {
    return null;
  }
}

/** The pids that descend from each of these, themselves included. */
export function families(roots: readonly number[]): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const name of entriesOf("/proc").filter((entry) => /^\d+$/.test(entry))) {
    const pid = Number(name);
    const parent = processFacts(pid)?.parent;
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const below = (pid: number): number[] => [pid, ...(children.get(pid) ?? []).flatMap(below)];
  return new Map(roots.map((pid) => [pid, below(pid)]));
}

/** What processes occupy together (bytes), shared pages counted once; null where that may not be read. */
export function memoryOf(pids: readonly number[]): number | null {
  const sizes = pids.flatMap((pid) => {
    const text = read(`/proc/${pid}/smaps_rollup`) ?? "";
    const kilobytes = /^Pss: *(\d+)/m.exec(text)?.[1];
    return kilobytes === undefined ? [] : [Number(kilobytes) * 1024];
  });
  return sizes.length === 0 ? null : sizes.reduce((sum, size) => sum + size, 0);
}

/** The TCP ports that a process listens on, in order; none where that may not be read. */
export function portsOf(pid: number): number[] {
  const sockets = new Set(
    entriesOf(`/proc/${pid}/fd`).flatMap((fd) => {
      const inode = /^socket:\[(\d+)\]$/.exec(link(`/proc/${pid}/fd/${fd}`) ?? "")?.[1];
      return inode === undefined ? [] : [inode];
    }),
  );
  const ports = ["tcp", "tcp6"].flatMap((table) =>
    listening(read(`/proc/${pid}/net/${table}`) ?? "", sockets),
  );
  return [...new Set(ports)].sort((a, b) => a - b);
}

function listening(table: string, sockets: ReadonlySet<string>): number[] {
  return table
    .split("\n")
    .slice(1)
    .flatMap((line) => {
      const [, local = "", , state, , , , , , inode = ""] = line.trim().split(/\s+/);
      return state === LISTEN && sockets.has(inode) ? [Number.parseInt(local.split(":")[1] ?? "", 16)] : [];
    });
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

function link(file: string): string | null {
  try {
    return readlinkSync(file);
  } catch {
    return null;
  }
}
