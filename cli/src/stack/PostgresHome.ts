import { randomBytes } from "node:crypto";
import { chownSync, cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { type DataDir, readJson, unreadable } from "./DataDir.ts";
import { type PostgresPrograms, postgresPrograms } from "./postgresPrograms.ts";
import { canReach, type PostgresUser, postgresUser } from "./postgresUser.ts";
import { createTemporaryHome, removeTemporaryHome, sweepTemporaryHomes } from "./TemporaryHome.ts";

const RECORD = "postgres.json";
const PROGRAMS = "programs";

/** Where PostgreSQL's programs and data lie, as the user that runs it can reach them. */
export type PostgresHome = {
  /** Null when it runs as ourselves. */
  user: PostgresUser | null;
  programs: PostgresPrograms;
  data: string;
  password: string;
  /** The folder below the system's temporary one that stands in for what is out of reach, or null. */
  temporary: string | null;
};

/** What a data directory remembers of a home; `isComplete`: its data are whole, so that the next start may use them. */
export type StoredHome = Pick<PostgresHome, "data" | "password" | "temporary"> & { isComplete: boolean };

/** What is remembered in a data directory that holds an index, or null. Errors: StackError when it cannot be read. */
export function indexHome(folder: string): StoredHome | null {
  const file = join(folder, RECORD);
  if (!existsSync(file)) return null;
  const stored = readJson(file);
  if (!isStoredHome(stored)) throw unreadable(file, "it does not say where PostgreSQL's data are");
  return stored.isComplete && existsSync(stored.data) ? stored : null;
}

/** The home that the data directory remembers, or null. Errors: as above; StackError where PostgreSQL cannot run. */
export async function storedPostgresHome(dataDir: DataDir): Promise<PostgresHome | null> {
  const stored = indexHome(dataDir.path);
  return stored === null ? null : withPrograms(stored, postgresUser());
}

/**
 * A new, empty home. What the user cannot reach (a clone or data directory below a closed folder, when
 * root starts the stack) is put below the system's temporary folder. Errors: StackError where PostgreSQL cannot run.
 */
export async function newPostgresHome(dataDir: DataDir): Promise<PostgresHome> {
  forgetTemporaryHome(dataDir);
  const user = postgresUser();
  const near = emptyFolder(dataDir.file("postgres"), user);
  const password = randomBytes(18).toString("hex");
  const home = await withPrograms({ data: near, password, temporary: null }, user);
  const hasData = canReach(user, near, "-w");
  const hasPrograms = canReach(user, home.programs.postgres, "-x");
  if (hasData && hasPrograms) return home;
  sweepTemporaryHomes();
  const temporary = createTemporaryHome(dataDir.file(RECORD));
  storePostgresHome(dataDir, { ...home, temporary }, false);
  if (!hasPrograms) {
    const installed = join(dirname(home.programs.postgres), "..");
    cpSync(installed, join(temporary, PROGRAMS), { recursive: true, verbatimSymlinks: true });
  }
  const data = hasData ? near : emptyFolder(join(temporary, "data"), user);
  return await withPrograms({ data, password, temporary }, user);
}

/** Remembers a home. */
export function storePostgresHome(dataDir: DataDir, home: PostgresHome, isComplete: boolean): void {
  const { data, password, temporary } = home;
  const stored: StoredHome = { data, password, temporary, isComplete };
  dataDir.writeJson(RECORD, stored, 0o600);
}

/** Forgets a home that is partly in the temporary folder, so that nothing of ours stays there. */
export function forgetTemporaryHome(dataDir: DataDir): void {
  const temporary = temporaryIn(dataDir);
  if (temporary === null) return;
  removeTemporaryHome(temporary);
  rmSync(dataDir.file(RECORD));
}

function temporaryIn(dataDir: DataDir): string | null {
  try {
    const stored = dataDir.readJson(RECORD) as Partial<StoredHome> | null;
    return typeof stored?.temporary === "string" ? stored.temporary : null;
  } catch {
    // Who forgets begins anew; a folder that no record names is swept.
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

function emptyFolder(path: string, user: PostgresUser | null): string {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { mode: 0o700 });
  if (user !== null) chownSync(path, user.uid, user.gid);
  return path;
}

async function withPrograms(
  { data, password, temporary }: Pick<PostgresHome, "data" | "password" | "temporary">,
  user: PostgresUser | null,
): Promise<PostgresHome> {
  const bin = temporary === null ? null : join(temporary, PROGRAMS, "bin");
  const programs =
    bin !== null && existsSync(bin)
      ? { initdb: join(bin, "initdb"), postgres: join(bin, "postgres") }
      : await postgresPrograms();
  return { data, password, temporary, user, programs };
}
