import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import type { DataDir } from "./DataDir.ts";
import { type PostgresPrograms, postgresPrograms } from "./postgresPrograms.ts";
import { canReach, type PostgresUser, postgresUser } from "./postgresUser.ts";

const RECORD = "postgres.json";
const TEMPORARY = "manometer-postgres-";
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

type Stored = Pick<PostgresHome, "data" | "password" | "temporary">;

/** The home that the data directory remembers, or null. Errors: StackError where PostgreSQL cannot run. */
export async function storedPostgresHome(dataDir: DataDir): Promise<PostgresHome | null> {
  const stored = dataDir.readJson(RECORD) as Stored | null;
  if (stored === null || !existsSync(stored.data)) return null;
  return withPrograms(stored, postgresUser());
}

/**
 * A new, empty home. What the user cannot reach (a clone or data directory below a closed folder, when
 * root starts the stack) is put below the system's temporary folder. Errors: as above.
 */
export async function newPostgresHome(dataDir: DataDir): Promise<PostgresHome> {
  const user = postgresUser();
  const near = emptyFolder(dataDir.file("postgres"), user);
  const password = randomBytes(18).toString("hex");
  const home = await withPrograms({ data: near, password, temporary: null }, user);
  const hasData = canReach(user, near, "-w");
  const hasPrograms = canReach(user, home.programs.postgres, "-x");
  if (hasData && hasPrograms) return home;
  const temporary = mkdtempSync(join(tmpdir(), TEMPORARY));
  chmodSync(temporary, 0o711);
  if (!hasPrograms) {
    const installed = join(dirname(home.programs.postgres), "..");
    cpSync(installed, join(temporary, PROGRAMS), { recursive: true, verbatimSymlinks: true });
  }
  const data = hasData ? near : emptyFolder(join(temporary, "data"), user);
  return await withPrograms({ data, password, temporary }, user);
}

/** Remembers a home, once its data are complete. */
export function storePostgresHome(dataDir: DataDir, { data, password, temporary }: PostgresHome): void {
  const stored: Stored = { data, password, temporary };
  dataDir.writeJson(RECORD, stored, 0o600);
}

/** Removes a home that is partly in the temporary folder, so that nothing of ours stays there. */
export function forgetTemporaryHome(dataDir: DataDir): void {
  const stored = dataDir.readJson(RECORD) as Stored | null;
  if (stored === null || stored.temporary === null) return;
  if (dirname(stored.temporary) !== tmpdir() || !basename(stored.temporary).startsWith(TEMPORARY)) return;
  rmSync(stored.temporary, { recursive: true, force: true });
  rmSync(dataDir.file(RECORD));
}

function emptyFolder(path: string, user: PostgresUser | null): string {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { mode: 0o700 });
  if (user !== null) chownSync(path, user.uid, user.gid);
  return path;
}

async function withPrograms(stored: Stored, user: PostgresUser | null): Promise<PostgresHome> {
  const bin = stored.temporary === null ? null : join(stored.temporary, PROGRAMS, "bin");
  const programs =
    bin !== null && existsSync(bin)
      ? { initdb: join(bin, "initdb"), postgres: join(bin, "postgres") }
      : await postgresPrograms();
  return { ...stored, user, programs };
}
