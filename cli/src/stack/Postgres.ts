import { chownSync, rmSync, writeFileSync } from "node:fs";
import { Database } from "./Database.ts";
import type { DataDir } from "./DataDir.ts";
import type { Means } from "./Means.ts";
import { newPostgresHome, type PostgresHome, storedPostgresHome, storePostgresHome } from "./PostgresHome.ts";
import { freePort } from "./ports.ts";
import type { Supervisor } from "./Supervisor.ts";
import { waitFor } from "./waitFor.ts";

const START_MS = 30_000;
// Fast shutdown closes every connection first; it writes a checkpoint, which takes well below a second here.
const GRACE_MS = 2000;

/** The settings of every PostgreSQL server of ours; docker-compose.yml gives the same ones. */
export const POSTGRES_SETTINGS = {
  max_connections: "200",
  shared_preload_libraries: "pg_stat_statements",
};

// A crash may lose the last moments of the index, never its consistency: graph-node goes on from there.
const ALONE = { synchronous_commit: "off" };

/** Settings of a server, and their values. */
export type PostgresSettings = Readonly<Record<string, string>>;

/** A running PostgreSQL with its one database. */
export type Postgres = { database: Database; home: PostgresHome };

/**
 * Starts PostgreSQL on 127.0.0.1 with the data that the directory holds, creating them at first; `more`: what
 * it is set to beside the settings of every server.
 * Errors: StackError when its programs are missing, or when it does not come up.
 */
export async function startPostgres(
  { stack, dataDir, taken }: Means,
  more: PostgresSettings = ALONE,
): Promise<Postgres> {
  const port = await freePort(taken);
  const home = (await storedPostgresHome(dataDir)) ?? (await createHome(stack, dataDir));
  await stack.start({
    name: "PostgreSQL",
    command: home.programs.postgres,
    args: postgresArguments(home.data, { host: "127.0.0.1", port }, more),
    cwd: "/",
    ...(home.user && { user: home.user }),
    logFile: dataDir.log("postgres"),
    stopSignal: "SIGINT",
    // After a SIGKILL of the server a busy backend goes on with its query.
    killSignal: "SIGQUIT",
    graceMs: GRACE_MS,
  });
  const database = new Database({ port, password: home.password });
  await waitFor(async () => ((await database.isUp()) ? true : null), {
    signal: stack.signal,
    timeoutMs: START_MS,
    everyMs: 50,
    missing: "PostgreSQL did not accept connections",
    advice: `see ${dataDir.log("postgres")}`,
  });
  return { database, home };
}

/** How the program `postgres` serves a data folder at one address. */
export function postgresArguments(
  data: string,
  { host, port }: { host: string; port: number },
  more: PostgresSettings,
): string[] {
  const values = { listen_addresses: host, unix_socket_directories: "", ...POSTGRES_SETTINGS, ...more };
  const settings = Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return ["-D", data, "-p", String(port), ...settings];
}

async function createHome(stack: Supervisor, dataDir: DataDir): Promise<PostgresHome> {
  const home = await newPostgresHome(dataDir);
  await initialise(stack, dataDir, home);
  storePostgresHome(dataDir, home, true);
  return home;
}

/** graph-node needs UTF8 with the collation C. */
async function initialise(stack: Supervisor, dataDir: DataDir, home: PostgresHome): Promise<void> {
  const passwordFile = `${home.data}.password`;
  writeFileSync(passwordFile, home.password, { mode: 0o600 });
  if (home.user !== null) chownSync(passwordFile, home.user.uid, home.user.gid);
  try {
    await stack.run({
      name: "initdb",
      command: home.programs.initdb,
      args: [
        `--pgdata=${home.data}`,
        "--username=manometer",
        `--pwfile=${passwordFile}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
      ],
      cwd: "/",
      env: { LC_ALL: "C" },
      ...(home.user && { user: home.user }),
      logFile: dataDir.log("initdb"),
      stopSignal: "SIGTERM",
      graceMs: GRACE_MS,
    });
  } finally {
    rmSync(passwordFile, { force: true });
  }
}
