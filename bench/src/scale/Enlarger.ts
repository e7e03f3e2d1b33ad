import { inState, inWeek, PERIOD } from "./columns.ts";
import type { Database } from "./Database.ts";

/** What recurs every week: commitments and reveals, deposits and drains, their points, hours and days. */
const RECURRING: Readonly<Record<string, readonly string[]>> = {
  facts: ["commit", "reveal", "deposit", "drain", "overflow", "rebalance"],
  state: ["commitment"],
  points: ["capacity_point", "drain_point", "buffer_point"],
  buckets: ["capacity_stats", "drain_stats", "buffer_stats"].flatMap((name) => [
    `${name}_hour`,
    `${name}_day`,
  ]),
};
const STATE = ["buffer", "collection", "protocol", "sink", "sink_capacity", "source", "task_type"];
const BASE = "bench_base";

/** A history made longer: how many weeks it has, and how many facts. */
export type Enlarged = { readonly weeks: number; readonly facts: number };

/** Entities that an enlarged history has more of; all others stay as many. */
export const RECURRING_ENTITIES = [...(RECURRING.facts ?? []), ...(RECURRING.state ?? [])].map(
  (table) => `${table[0]?.toUpperCase()}${table.slice(1)}`,
);

/** Makes an indexed week longer, by weeks like it that came before: synthetic, but each row as graph-node would keep it. */
export class Enlarger {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Keeps the real week aside, which every size is made from. */
  async keep(): Promise<void> {
    const database = this.#database;
    await database.run(`DROP SCHEMA IF EXISTS ${BASE} CASCADE`);
    await database.run(`CREATE SCHEMA ${BASE}`);
    for (const table of [...Object.values(RECURRING).flat(), ...STATE, "buffer_max_change"])
      await database.run(`CREATE TABLE ${BASE}.${table} AS TABLE ${database.table(table)}`);
    await database.run(seam("capacity_point", "sink_capacity", ["raw", "capped", "smoothed"]));
    await database.run(seam("buffer_point", "buffer", []));
    for (const kind of ["capacity", "drain", "buffer"]) await this.#checkClosed(kind);
  }

  // An hour or day that is still open is in no table, and would be missing from every week.
  async #checkClosed(kind: string): Promise<void> {
    const points = await this.#database.count(`${kind}_point`);
    for (const interval of ["hour", "day"]) {
      const table = `${kind}_stats_${interval}`;
      const [row] = await this.#database.run<{ n: string }>(`SELECT sum(count) AS n FROM ${BASE}.${table}`);
      if (Number(row?.n) !== points)
        throw new Error(
          `${table} counts ${row?.n} of ${points} points: graph-node has not closed the last ${interval}.`,
        );
    }
  }

  /** Puts so many weeks into the place of the real one that there are about `times` as many facts. */
  async enlarge(times: number): Promise<Enlarged> {
    const weeks = await this.#weeks(times);
    for (const table of Object.values(RECURRING).flat()) await this.#repeat(table, weeks);
    await this.#repeat("buffer_max_change", weeks, true);
    for (const table of STATE) await this.#addUp(table, weeks);
    return { weeks, facts: await this.#facts() };
  }

  async #weeks(times: number): Promise<number> {
    const rows = await this.#database.run<{ n: string }>(
      (RECURRING.facts ?? [])
        .map((table) => `SELECT count(*) AS n FROM ${BASE}.${table}`)
        .join(" UNION ALL "),
    );
    const recurring = rows.reduce((sum, { n }) => sum + Number(n), 0);
    const others = (await this.#database.facts()).filter((table) => !RECURRING.facts?.includes(table));
    let once = 0;
    for (const table of others) once += await this.#database.count(table);
    return Math.round((times * (recurring + once) - once) / recurring);
  }

  async #facts(): Promise<number> {
    let facts = 0;
    for (const table of await this.#database.facts()) facts += await this.#database.count(table);
    return facts;
  }

  async #repeat(table: string, weeks: number, isReal = false): Promise<void> {
    const columns = await this.#database.columns(table);
    const has = (name: string) => columns.some((column) => column.name === name);
    const parent = table.startsWith("buffer") ? "buffer" : "sink_capacity";
    const kind = table.match(/^(capacity|buffer)_(?:point|stats)/)?.[1];
    const first = has("first_at") ? "b.first_at = s.first_at" : "b.vid = s.first_vid";
    const gap = kind === undefined ? "0" : `CASE WHEN i > 0 AND ${first} THEN s.gap ELSE 0 END`;
    const select = `SELECT ${columns.map((column) => inWeek(column, table)).join(", ")}
      FROM ${BASE}.${table} b
      CROSS JOIN (SELECT j, ${weeks - 1} - j AS i FROM generate_series(0, ${isReal ? 0 : weeks - 1}) j) w
      ${has("buffer") ? `JOIN ${BASE}.buffer f ON f.id = b.buffer AND upper_inf(f.block_range)` : ""}
      ${kind === undefined ? "" : `LEFT JOIN ${BASE}.seam_${kind}_point s ON s.parent = b.${parent}`}
      CROSS JOIN LATERAL (SELECT ${gap} AS g) x
      ${has("block_range") ? "WHERE j = 0 OR upper_inf(b.block_range)" : ""}`;
    await this.#database.refill(table, select, columns);
  }

  async #addUp(table: string, weeks: number): Promise<void> {
    const columns = await this.#database.columns(table);
    const select = `SELECT ${columns.map((column) => inState(column, table, RECURRING_ENTITIES)).join(", ")}
      FROM ${BASE}.${table} b
      JOIN ${BASE}.${table} f ON f.id = b.id AND upper_inf(f.block_range)
      CROSS JOIN (SELECT ${weeks - 1} AS i) w`;
    await this.#database.refill(table, select, columns);
  }
}

/** Of each parent: its week's first point, the values of its last, and the seconds from that to the next week's first. */
function seam(points: string, parent: string, values: readonly string[]): string {
  const kept = values.map((value) => `, l.${value}`).join("");
  return `CREATE TABLE ${BASE}.seam_${points} AS
    SELECT p.parent, p.vid AS first_vid, p.at AS first_at, ${PERIOD.seconds} - (l.at - p.at) AS gap${kept}
    FROM (SELECT DISTINCT ON (${parent}) ${parent} AS parent, vid, at
          FROM ${BASE}.${points} ORDER BY ${parent}, at, vid) p
    JOIN (SELECT DISTINCT ON (${parent}) ${parent} AS parent, *
          FROM ${BASE}.${points} ORDER BY ${parent}, at DESC, vid DESC) l USING (parent)`;
}
