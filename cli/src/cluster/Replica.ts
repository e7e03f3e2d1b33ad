import { appendFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Database } from "../stack/Database.ts";
import type { Means } from "../stack/Means.ts";
import { type Postgres, postgresArguments } from "../stack/Postgres.ts";
import type { PostgresHome } from "../stack/PostgresHome.ts";
import { waitFor } from "../stack/waitFor.ts";
import { baseBackup, dropSlot, SLOT, writeOwned } from "./baseBackup.ts";

/**
 * The replica's address, on the primary's port: of a replica, graph-node takes only the host to be another.
 * All of 127.0.0.0/8 is this machine's own.
 */
export const REPLICA_HOST = "127.0.0.2";

/**
 * What the primary is set to where a replica reads from it. graph-node asks the primary until where the index goes and
 * reads the rows from the replica: were the replica behind, answers would lack rows. So a transaction counts only when
 * the replica shows it too, and the index stands still while there is no replica: behind, and never wrong.
 */
export const PRIMARY_SETTINGS = {
  synchronous_commit: "remote_apply",
  synchronous_standby_names: SLOT,
  // A replica that is gone must not fill the disk.
  max_slot_wal_keep_size: "1GB",
};

/** What the replica is set to. */
export const REPLICA_SETTINGS = {
  // The primary keeps what the replica's questions still read, or it would have to end them.
  hot_standby_feedback: "on",
  // When the primary has died, it is asked again this soon; the default is five seconds.
  wal_retrieve_retry_interval: "200ms",
};

const START_MS = 60_000;
const GRACE_MS = 2000;

/**
 * Starts a streaming replica of the primary, from a fresh copy of its data, and waits until it has all that the
 * primary has written. Errors: StackError when it does not come up, or when there is no room for it.
 */
export async function startReplica(
  { stack, dataDir, progress }: Means,
  primary: Postgres,
): Promise<Database> {
  const { home, database } = primary;
  const { port, password } = database.server;
  const data = dataOf(home);
  await baseBackup(database, { from: home.data, to: data, user: home.user }, stack.signal);
  writeOwned(join(data, "standby.signal"), "", home.user);
  const source = `host=127.0.0.1 port=${port} user=manometer password=${password} application_name=${SLOT}`;
  appendFileSync(
    join(data, "postgresql.auto.conf"),
    `primary_conninfo = '${source}'\nprimary_slot_name = '${SLOT}'\n`,
  );
  await stack.start({
    name: "PostgreSQL replica",
    command: home.programs.postgres,
    args: postgresArguments(data, { host: REPLICA_HOST, port }, REPLICA_SETTINGS),
    cwd: "/",
    ...(home.user && { user: home.user }),
    logFile: dataDir.log("replica"),
    stopSignal: "SIGINT",
    killSignal: "SIGQUIT",
    graceMs: GRACE_MS,
    onRestart: (text) => progress.note(text),
  });
  const replica = new Database({ host: REPLICA_HOST, port, password });
  await waitFor(() => caughtUp(database, replica), {
    signal: stack.signal,
    timeoutMs: START_MS,
    everyMs: 100,
    missing: "the PostgreSQL replica did not catch up",
    advice: `see ${dataDir.log("replica")}`,
  });
  return replica;
}

async function caughtUp(primary: Database, replica: Database): Promise<true | null> {
  const position = await lsn(primary, "SELECT pg_current_wal_flush_lsn() AS lsn");
  const replayed = await lsn(
    replica,
    "SELECT pg_last_wal_replay_lsn() AS lsn WHERE pg_last_wal_replay_lsn() >= $1::pg_lsn",
    [position ?? "FFFFFFFF/FFFFFFFF"],
  );
  return replayed === null ? null : true;
}

async function lsn(server: Database, text: string, values: string[] = []): Promise<string | null> {
  return await server
    .session(async (query) => {
      const { rows } = await query(text, values);
      return rows[0] === undefined ? null : String(rows[0].lsn);
    })
    .catch(() => null);
}

/** Lets go of what an earlier run with a replica left: its data, and what the primary keeps for it. */
export async function forgetReplica({ home, database }: Postgres): Promise<void> {
  await database.session(dropSlot);
  rmSync(dataOf(home), { recursive: true, force: true });
}

function dataOf({ data }: PostgresHome): string {
  return `${data}-replica`;
}
