import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { firstLine, StackError } from "./StackError.ts";

/** Writes a file, which is the old one or the new one at every moment. */
export function writeJson(file: string, value: unknown, mode: number): void {
  const draft = `${file}.new`;
  rmSync(draft, { force: true });
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode, flush: true });
  renameSync(draft, file);
}

/**
 * The parsed content of a file of a data directory, or null when there is none. Errors: StackError when it cannot be
 * read.
 */
export function readJson(file: string): unknown {
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw unreadable(file, firstLine(error));
  }
}

/** The error of a file of a data directory that does not hold what it should. */
export function unreadable(file: string, reason: string): StackError {
  return new StackError(
    `${file} cannot be read: ${reason}`,
    "put a backup in the place of this index with manometer restore --force, or begin anew with manometer up --fresh",
  );
}
