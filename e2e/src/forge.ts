import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Client } from "pg";
import { processesBelow } from "./processes.ts";
import type { Stack } from "./Stack.ts";

const SCHEMAS = `SELECT table_schema AS name FROM information_schema.tables
  WHERE table_name = $1 AND table_schema LIKE 'sgd%'`;

/** One row of the index: its table in snake case, and its id. */
export type IndexRow = { table: string; id: string };

/** Changes a row of a running stack's index behind graph-node's back; `change` is SQL, e.g. `amount = amount + 1`. */
export async function forge(stack: Stack, { table, id }: IndexRow, change: string): Promise<void> {
  const client = new Client(await serverOf(stack));
  await client.connect();
  try {
    const { rows } = await client.query(SCHEMAS, [table]);
    if (rows.length !== 1) throw new Error(`${rows.length} indexes have a table ${table}, expected one`);
    const update = `UPDATE ${rows[0]?.name}.${table} SET ${change} WHERE id = decode($1, 'hex')`;
    const { rowCount } = await client.query(update, [id.slice(2)]);
    if (rowCount !== 1) throw new Error(`${rowCount} rows of ${table} have the id ${id}, expected one`);
  } finally {
    await client.end();
  }
}

async function serverOf(stack: Stack): Promise<Record<string, unknown>> {
  const running = await processesBelow(stack.pid);
  const server = running.find(({ command }) => /\/postgres -D /.test(command));
  const port = Number(server?.command.match(/ -p (\d+)/)?.[1]);
  const stored = await readFile(join(stack.dataDir, "postgres.json"), "utf8");
  const { password } = JSON.parse(stored) as { password: string };
  return { host: "127.0.0.1", port, user: "manometer", password, database: "manometer" };
}
