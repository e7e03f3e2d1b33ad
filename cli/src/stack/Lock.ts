import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { birth } from "./birth.ts";
import { errorCode, StackError } from "./StackError.ts";

type Holder = { pid: number; birth: string };

/**
 * The mark of a running stack in its data directory: a file that names the process and when it began.
 * One left by a process that no longer lives is taken over.
 */
export class Lock {
  readonly #file: string;

  private constructor(file: string) {
    this.#file = file;
  }

  /** Errors: StackError when a running stack holds the lock. */
  static acquire(file: string): Lock {
    const mine = `${file}.${process.pid}`;
    const content: Holder = { pid: process.pid, birth: birth(process.pid) ?? "" };
    writeFileSync(mine, JSON.stringify(content));
    try {
      // A link appears whole or not at all, and not over an existing file: two starts cannot both win.
      for (;;) {
        if (tryLink(mine, file)) return new Lock(file);
        const holder = readHolder(file);
        if (holder !== null && birth(holder.pid) === holder.birth) throw inUse(file, holder.pid);
        removeStale(file, holder);
      }
    } finally {
      rmSync(mine, { force: true });
    }
  }

  release(): void {
    rmSync(this.#file, { force: true });
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  }
}

function readHolder(file: string): Holder | null {
  try {
    const holder: unknown = JSON.parse(readFileSync(file, "utf8"));
    return isHolder(holder) ? holder : null;
  } catch {
    return null;
  }
}

function isHolder(value: unknown): value is Holder {
  if (typeof value !== "object" || value === null || !("pid" in value && "birth" in value)) return false;
  return typeof value.pid === "number" && typeof value.birth === "string";
}

/** Moves the file aside first: should another start have replaced it meanwhile, it is put back. */
function removeStale(file: string, stale: Holder | null): void {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return;
    throw error;
  }
  const moved = readHolder(aside);
  if (moved !== null && moved.birth !== stale?.birth) tryLink(aside, file);
  rmSync(aside, { force: true });
}

function inUse(file: string, pid: number): StackError {
  return new StackError(
    `the data directory ${file.replace(/\/[^/]*$/, "")} is in use by a running stack (process ${pid})`,
    "stop that one first, or give this one its own with --data-dir",
  );
}
