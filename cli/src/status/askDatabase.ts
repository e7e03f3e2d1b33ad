import { Socket } from "node:net";
import pg from "pg";
import { firstLine } from "../stack/StackError.ts";
import { inTime } from "./ask.ts";
import type { DatabaseState } from "./Status.ts";

const MOST_ENTITIES = 5;
const SIZE = "SELECT pg_database_size('manometer') AS bytes";
// graph-node keeps a deployment's entities in a schema of its own; estimates cost nothing.
const ENTITIES = `SELECT t.relname AS name, t.n_live_tup AS rows
  FROM pg_stat_user_tables t JOIN public.deployment_schemas d ON d.name = t.schemaname
  WHERE d.subgraph = $1 AND t.relname !~ '[$]' ORDER BY t.n_live_tup DESC, t.relname LIMIT ${MOST_ENTITIES}`;
const REPLICAS = `SELECT COALESCE(NULLIF(application_name, ''), client_addr::text, 'replica') AS name,
  COALESCE(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn), 0) AS bytes,
  COALESCE(EXTRACT(EPOCH FROM replay_lag), 0) AS seconds
  FROM pg_stat_replication WHERE state = 'streaming' ORDER BY 1`;

/** What PostgreSQL says of the index. `deployment`: whose entities are counted; null counts none. */
export async function askDatabase(
  server: { port: number; password: string },
  deployment: string | null,
): Promise<DatabaseState> {
  const socket = new Socket();
  const at = { host: "127.0.0.1", user: "manometer", database: "manometer", ...server };
  const client = new pg.Client({ ...at, stream: () => socket });
  client.on("error", () => undefined);
  try {
    return await inTime(read(client, deployment));
  } catch (error) {
    return { bytes: null, entities: [], replicas: [], error: firstLine(error) };
  } finally {
    // client.end() would wait for a server that hangs.
    socket.destroy();
  }
}

async function read(client: pg.Client, deployment: string | null): Promise<DatabaseState> {
  await client.connect();
  const size = await client.query(SIZE);
  const entities = deployment === null ? { rows: [] } : await client.query(ENTITIES, [deployment]);
  const replicas = await client.query(REPLICAS);
  return {
    bytes: Number(size.rows[0]?.bytes),
    entities: entities.rows.map(({ name, rows }) => ({ name: String(name), rows: Number(rows) })),
    replicas: replicas.rows.map(({ name, bytes, seconds }) => ({
      name: String(name),
      lagBytes: Number(bytes),
      lagSeconds: Number(seconds),
    })),
    error: null,
  };
}
