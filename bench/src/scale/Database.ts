import pg from "pg";
import type { Column } from "./columns.ts";

/** PostgreSQL under graph-node: the tables of the one subgraph that holds a history. */
export class Database {
  readonly #client: pg.Client;
  readonly #schema: string;

  private constructor(client: pg.Client, schema: string) {
    this.#client = client;
    this.#schema = schema;
  }

  /** Connects. Throws where no subgraph is deployed. */
  static async open(url: string): Promise<Database> {
    const client = new pg.Client(url);
    await client.connect();
    const { rows } = await client.query<{ name: string }>(
      "SELECT table_schema AS name FROM information_schema.tables WHERE table_name = 'capacity_point'",
    );
    if (rows[0] === undefined) throw new Error("The database holds no subgraph of ours: index one first.");
    await client.query("SET maintenance_work_mem = '512MB'");
    return new Database(client, rows[0].name);
  }

  /** A table as SQL names it. */
  table(name: string): string {
    return `${this.#schema}."${name}"`;
  }

  /** Runs a statement and gives its rows. */
  async run<T extends Record<string, unknown>>(sql: string): Promise<T[]> {
    return (await this.#client.query<T>(sql)).rows;
  }

  /** The columns of a table, in their order; none where there is no such table. */
  columns(table: string): Promise<Column[]> {
    return this.run<Column>(
      `SELECT column_name AS name, udt_name AS type FROM information_schema.columns
       WHERE table_schema = '${this.#schema}' AND table_name = '${table}' ORDER BY ordinal_position`,
    );
  }

  /** The tables of facts: those whose rows are logs. */
  async facts(): Promise<string[]> {
    const rows = await this.run<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.columns
       WHERE table_schema = '${this.#schema}' AND column_name = 'log_index' ORDER BY 1`,
    );
    return rows.map(({ name }) => name);
  }

  /** The number of rows of a table. */
  async count(table: string): Promise<number> {
    const [row] = await this.run<{ n: string }>(`SELECT count(*) AS n FROM ${this.table(table)}`);
    return Number(row?.n);
  }

  /** What the subgraph's tables and their indexes take on the disk. */
  async bytes(): Promise<number> {
    const [row] = await this.run<{ bytes: string }>(
      `SELECT sum(pg_total_relation_size(oid)) AS bytes FROM pg_class
       WHERE relkind = 'r' AND relnamespace = '${this.#schema}'::regnamespace`,
    );
    return Number(row?.bytes);
  }

  /** Fills a table anew, its indexes made only afterwards, and has the planner look at it. */
  async refill(table: string, select: string, columns: readonly Column[]): Promise<void> {
    const indexes = await this.run<{ name: string; made: string }>(
      `SELECT indexname AS name, indexdef AS made FROM pg_indexes
       WHERE schemaname = '${this.#schema}' AND tablename = '${table}'
       AND indexname NOT IN (SELECT conname FROM pg_constraint WHERE connamespace = '${this.#schema}'::regnamespace)`,
    );
    const names = columns.map(({ name }) => `"${name}"`).join(", ");
    await this.run("BEGIN");
    for (const { name } of indexes) await this.run(`DROP INDEX ${this.table(name)}`);
    await this.run(`TRUNCATE ${this.table(table)}`);
    await this.run(`INSERT INTO ${this.table(table)} (${names}) ${select}`);
    for (const { made } of indexes) await this.run(made);
    await this.run("COMMIT");
    await this.run(`VACUUM ANALYZE ${this.table(table)}`);
  }

  async close(): Promise<void> {
    await this.#client.end();
  }
}
