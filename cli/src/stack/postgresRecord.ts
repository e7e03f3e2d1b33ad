import { existsSync } from "node:fs";
import { join } from "node:path";
import { readJson, unreadable } from "./jsonFile.ts";

/** The file of a data directory that says where PostgreSQL's data are. */
export const RECORD = "postgres.json";

/** What it says of a home; `isComplete`: its data are whole, so that the next start may use them. */
export type StoredHome = { data: string; password: string; temporary: string | null; isComplete: boolean };

/** What is remembered in a data directory that holds an index, or null. Errors: StackError when it cannot be read. */
export function indexHome(folder: string): StoredHome | null {
  const file = join(folder, RECORD);
  if (!existsSync(file)) return null;
  const stored = readJson(file);
  if (!isStoredHome(stored)) throw unreadable(file, "it does not say where PostgreSQL's data are");
  return stored.isComplete && existsSync(stored.data) ? stored : null;
}

/** The temporary folder that is remembered in a data directory, or null where none is, or where it cannot be read. */
export function temporaryIn(folder: string): string | null {
  try {
    const stored = readJson(join(folder, RECORD)) as Partial<StoredHome> | null;
    return typeof stored?.temporary === "string" ? stored.temporary : null;
  } catch {
    // Who asks begins anew; a folder that no record names is swept.
    return null;
  }
}

function isStoredHome(value: unknown): value is StoredHome {
  if (typeof value !== "object" || value === null) return false;
  const { data, password, temporary, isComplete } = value as Record<string, unknown>;
  const isTemporary = temporary === null || typeof temporary === "string";
  return (
    typeof data === "string" && typeof password === "string" && isTemporary && typeof isComplete === "boolean"
  );
}
