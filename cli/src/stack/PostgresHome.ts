import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import type { DataDir } from "./DataDir.ts";
import { type PostgresPrograms, postgresPrograms } from "./postgresPrograms.ts";
import { canReach, type PostgresUser, postgresUser } from "./postgresUser.ts";

const RECORD = "postgres.json";
const TEMPORARY = "manometer-postgres-";

/** Where PostgreSQL's programs and data lie, as the user that runs it can reach them. */
export type PostgresHome = {
  user: PostgresUser | null;
  programs: PostgresPrograms;
  data: string;
  password: string;
  /** The folder below the system's temporary one that stands in for unreachable ones, or null. */
  temporary: string | null;
};

type Record = Pick<PostgresHome, "data" | "password" | "temporary">;

/**
 * The home stored in the data directory, or a new one. What the user cannot reach (a clone or data
 * directory below a closed folder, when root starts the stack) is put into a temporary folder instead.
 */
export async function openPostgresHome(dataDir: DataDir): Promise<PostgresHome> {
  const user = postgresUser();
  const programs = await postgresPrograms();
  const record = stored(dataDir) ?? create(dataDir, user, programs);
  return { ...record, user, programs: inTemporary(record.temporary) ?? programs };
}

/** Removes what lies outside the data directory, so that --fresh leaves nothing behind. */
export function forgetPostgresHome(dataDir: DataDir): void {
  const temporary = stored(dataDir)?.temporary ?? null;
  if (temporary === null || dirname(temporary) !== tmpdir() || !basename(temporary).startsWith(TEMPORARY))
    return;
  rmSync(temporary, { recursive: true, force: true });
}

function stored(dataDir: DataDir): Record | null {
  const record = dataDir.readJson(RECORD) as Record | null;
  return record !== null && existsSync(record.data) ? record : null;
}

function create(dataDir: DataDir, user: PostgresUser | null, programs: PostgresPrograms): Record {
  const near = dataDir.file("postgres");
  mkdirSync(near, { recursive: true, mode: 0o700 });
  if (user !== null) chownSync(near, user.uid, user.gid);
  const password = randomBytes(18).toString("hex");
  const isReachable = canReach(user, near, "-w") && canReach(user, programs.postgres, "-x");
  const record = isReachable
    ? { data: near, password, temporary: null }
    : { ...createTemporary(user, programs), password };
  dataDir.writeJson(RECORD, record);
  return record;
}

function createTemporary(user: PostgresUser | null, programs: PostgresPrograms) {
  const temporary = mkdtempSync(join(tmpdir(), TEMPORARY));
  chmodSync(temporary, 0o711);
  cpSync(join(dirname(programs.postgres), ".."), temporary, { recursive: true, verbatimSymlinks: true });
  const data = join(temporary, "data");
  mkdirSync(data, { mode: 0o700 });
  if (user !== null) chownSync(data, user.uid, user.gid);
  return { data, temporary };
}

function inTemporary(temporary: string | null): PostgresPrograms | null {
  if (temporary === null) return null;
  return { initdb: join(temporary, "bin", "initdb"), postgres: join(temporary, "bin", "postgres") };
}
