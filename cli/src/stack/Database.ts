import pg from "pg";

const NAME = "manometer";
const USER = "manometer";
const HOST = "127.0.0.1";

/** The tables of the points and of the hours in graph-node's schemas. */
const SERIES = `SELECT table_schema || '.' || table_name AS name FROM information_schema.tables
  WHERE table_schema ~ '^sgd[0-9]+$' AND table_name ~ '^[a-z_]+_(point|hour)$'`;

/** Asks one connection of a database. */
export type Query = (text: string, values?: string[]) => Promise<{ rows: Record<string, unknown>[] }>;

/** A PostgreSQL server on this machine. `host`: 127.0.0.1 where it is not said. */
export type DatabaseServer = { host?: string; port: number; password: string };

/** The database that graph-node keeps its index in. */
export class Database {
  readonly #server: DatabaseServer;

  constructor(server: DatabaseServer) {
    this.#server = server;
  }

  /** Where the server answers, and the password of its user. */
  get server(): DatabaseServer {
    return this.#server;
  }

  /** The connection string for graph-node; it holds the password. */
  get url(): string {
    const { host = HOST, port, password } = this.#server;
    return `postgresql://${USER}:${password}@${host}:${port}/${NAME}`;
  }

  async isUp(): Promise<boolean> {
    return this.#query("postgres", "SELECT 1").then(
      () => true,
      () => false,
    );
  }

  async exists(): Promise<boolean> {
    const rows = await this.#query("postgres", "SELECT 1 FROM pg_database WHERE datname = $1", [NAME]);
    return rows.length > 0;
  }

  /** Drops the database with all it holds, if it is there, and creates it empty. */
  async recreate(): Promise<void> {
    await this.#query("postgres", `DROP DATABASE IF EXISTS ${NAME} WITH (FORCE)`);
    await this.#query("postgres", `CREATE DATABASE ${NAME}`);
  }

  /** The chains that graph-node has stored: network name to the hash of block 0, in hex without 0x. */
  async storedChains(): Promise<Map<string, string>> {
    const [found] = await this.#query(NAME, "SELECT to_regclass('public.chains') IS NOT NULL AS has_chains");
    if (found?.has_chains !== true) return new Map();
    const rows = await this.#query(NAME, "SELECT name, genesis_block_hash AS genesis FROM public.chains");
    return new Map(rows.map(({ name, genesis }) => [String(name), String(genesis)]));
  }

  /** Whether graph-node has stored points of time series and closed no hour of them yet, in any index. */
  async isInItsFirstHour(): Promise<boolean> {
    const tables = await this.#query(NAME, SERIES);
    const isAnyIn = async (ending: string) => {
      for (const { name } of tables.filter(({ name }) => String(name).endsWith(ending)))
        if ((await this.#query(NAME, `SELECT 1 FROM ${name} LIMIT 1`)).length > 0) return true;
      return false;
    };
    return (await isAnyIn("_point")) && !(await isAnyIn("_hour"));
  }

  /** Does work in one connection, to the database "postgres" where no other is named. */
  async session<T>(work: (query: Query) => Promise<T>, database = "postgres"): Promise<T> {
    const { host = HOST, port, password } = this.#server;
    // Not waiting for a replica, which may not be there yet.
    const options = "-c synchronous_commit=local";
    const client = new pg.Client({ host, port, user: USER, password, database, options });
    client.on("error", () => undefined);
    await client.connect();
    try {
      return await work((text, values) => client.query(text, values));
    } finally {
      await client.end();
    }
  }

  async #query(database: string, text: string, values: string[] = []): Promise<Record<string, unknown>[]> {
    return await this.session(async (query) => (await query(text, values)).rows, database);
  }
}
