import { randomBytes } from "node:crypto";
import { chownSync, cpSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { DataDir } from "./DataDir.ts";
import { type PostgresPrograms, postgresPrograms } from "./postgresPrograms.ts";
import { indexHome, RECORD, type StoredHome, temporaryIn } from "./postgresRecord.ts";
import { canReach, type PostgresUser, postgresUser } from "./postgresUser.ts";
import { createTemporaryHome, removeTemporaryHome, sweepTemporaryHomes } from "./TemporaryHome.ts";

const PROGRAMS = "programs";
const DATA = "data";

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

/**
 * The home that the data directory remembers, or null. Errors: StackError where that cannot be read, and
 * where PostgreSQL cannot run.
 */
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
  const data = hasData ? near : emptyFolder(join(temporary, DATA), user);
  return await withPrograms({ data, password, temporary }, user);
}

/** Remembers a home. */
export function storePostgresHome(dataDir: DataDir, home: PostgresHome, isComplete: boolean): void {
  const { data, password, temporary } = home;
  const stored: StoredHome = { data, password, temporary, isComplete };
  dataDir.writeJson(RECORD, stored, 0o600);
}

/**
 * Gives a data directory all that its draft stores, with a home there whose data are whole by now, in the place of what
 * it had. Errors: a system error; it has what it had then.
 */
export function replacePostgresHome(dataDir: DataDir, draft: DataDir, home: PostgresHome): void {
  const before = temporaryIn(dataDir.path);
  const temporary = home.temporary === null ? null : takenOver(home.temporary, dataDir);
  const isNear = home.data === draft.file("postgres");
  const data = isNear || temporary === null ? dataDir.file("postgres") : join(temporary, DATA);
  storePostgresHome(draft, { ...home, data, temporary }, true);
  dataDir.takeOver(draft);
  if (before !== null) removeTemporaryHome(before);
}

/** A temporary home of that data directory with what another one held, which is gone then. */
function takenOver(from: string, dataDir: DataDir): string {
  const temporary = createTemporaryHome(dataDir.file(RECORD));
  for (const name of [PROGRAMS, DATA])
    if (existsSync(join(from, name))) renameSync(join(from, name), join(temporary, name));
  removeTemporaryHome(from);
  return temporary;
}

/** Forgets a home that is partly in the temporary folder, so that nothing of ours stays there. */
export function forgetTemporaryHome(dataDir: DataDir): void {
  const temporary = temporaryIn(dataDir.path);
  if (temporary === null) return;
  removeTemporaryHome(temporary);
  rmSync(dataDir.file(RECORD));
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
