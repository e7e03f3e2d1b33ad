import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { birth } from "../stack/birth.ts";
import type { Entry } from "../stack/ProcessTable.ts";
import { families, memoryOf, portsOf, processFacts } from "./processes.ts";
import type { Part, PartKind } from "./Status.ts";

type Holder = Pick<Entry, "pid" | "birth">;

/** The parts that a data directory names, the process that runs them first; none where none runs. */
export function partsOf(folder: string): Part[] {
  const holder = readJson<Holder>(join(folder, "lock"));
  const children = readJson<Entry[]>(join(folder, "processes.json")) ?? [];
  const entries = [...(holder === null ? [] : [{ ...holder, name: "manometer up" }]), ...children];
  const alive = entries.filter((entry) => birth(entry.pid) === entry.birth);
  const below = families(alive.map(({ pid }) => pid));
  return entries.map(({ name, pid, birth: born }) => {
    const facts = birth(pid) === born ? processFacts(pid) : null;
    const kind = kindOf(name, facts?.program ?? "");
    // The one that runs the others counts without them.
    const family = name === "manometer up" ? [pid] : (below.get(pid) ?? []);
    return {
      name,
      kind,
      pid,
      isAlive: facts !== null,
      uptimeSeconds: facts?.uptimeSeconds ?? null,
      memoryBytes: facts === null ? null : memoryOf(family),
      ports: facts === null || name === "manometer up" ? [] : portsOf(pid),
    };
  });
}

/** What a part is, by its program or else by its name. */
export function kindOf(name: string, program: string): PartKind {
  if (/^(gnd|graph-node)$/.test(program)) return "graph-node";
  if (program === "postgres") return "database";
  if (/\bAPI\b/.test(name)) return "api";
  return /hardhat/i.test(name) ? "chain" : "other";
}

function readJson<T>(file: string): T | null {
  try {
    return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as T) : null;
  } catch {
    // It is being written, and there again a moment later.
    return null;
  }
}
