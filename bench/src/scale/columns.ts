/** A column of one of graph-node's tables: its name and PostgreSQL's name of its type. */
export type Column = { readonly name: string; readonly type: string };

/** From a week to the one before it: eight days, so that no hour and no day has facts of two weeks (seconds, blocks). */
export const PERIOD = { seconds: 691_200, blocks: 14_400 };

const IDS = 100_000_000_000_000n;
/** Columns that name a fact, or what a fact has made. */
const FACTS = new Set(["transaction_hash", "commit", "commitment", "reveal"]);
/** What a bucket or a point holds of the value before a week's first. */
const HELD = /^(?:first_)?(raw|capped|smoothed)_held$/;

/**
 * What a column of a recurring table holds in a week: SQL over `b`, the row of the real week, `j`, how many weeks
 * earlier, and `i`, how many weeks came before; `f`, the buffer at the history's end; `g`, the seconds from the last
 * value of the week before where the row is a parent's first of a week, else 0; and `s`, that last value.
 */
export function inWeek({ name, type }: Column, table: string): string {
  const b = `b."${name}"`;
  if (name === "vid" || (name === "id" && type === "int8")) return `${b} - j * ${IDS}::int8`;
  if (name === "id" || FACTS.has(name)) return renamed(b);
  if (name === "block$") return `CASE WHEN j = 0 THEN ${b} ELSE 1 END`;
  if (name === "block_range") return `CASE WHEN j = 0 THEN ${b} ELSE int4range(1, NULL) END`;
  if (name === "sequence") return `${b} - j * ${PERIOD.blocks}::numeric * 4294967296`;
  if (/^block_number$|_(?:at|after)_block$/.test(name)) return `${b} - j * ${PERIOD.blocks}`;
  if (type === "timestamptz") return `${b} - j * interval '${PERIOD.seconds} seconds'`;
  if (/^timestamp$|(?:^|_)at$/.test(name)) return `${b} - j * ${PERIOD.seconds}`;
  if (/^elapsed(?:_sum)?$|^first_elapsed$/.test(name)) return `${b} + g`;
  return (/^buffer|^deposit$|^drain$|^overflow$/.test(table) ? queued(name, table) : held(name)) ?? b;
}

/** What a column of a table of state holds once so many weeks came before: `f` is the row at the history's end. */
export function inState({ name }: Column, table: string, recurring: readonly string[]): string {
  const b = `b."${name}"`;
  const more = `${b} + i * f."${name}"`;
  if (table === "collection" && name === "count") {
    const names = recurring.map((entity) => `'${entity}'`).join(", ");
    return `CASE WHEN b.name IN (${names}) THEN ${more} ELSE ${b} END`;
  }
  if (table === "buffer" && ["max", "peak_level"].includes(name)) return raised(b);
  const counted = /^(?:commit|reveal|overclaim|drain|deposit|overflow|rebalance)_count$/;
  const summed = /^(?:total_drained|total_deposited|level|buffer_level)$/;
  return counted.test(name) || summed.test(name) ? more : b;
}

function renamed(b: string): string {
  return `CASE WHEN j = 0 THEN ${b} ELSE overlay(${b} PLACING int4send(j) FROM 1 FOR 4) END`;
}

/** A level stands higher by what each week before has left; a maximum follows it, and 0 stays unlimited. */
function raised(b: string): string {
  return `CASE WHEN ${b} = 0 THEN 0 ELSE ${b} + i * f.level END`;
}

function queued(name: string, table: string): string | null {
  const b = `b."${name}"`;
  if (name.startsWith("fifo_")) return `${b} + i * f.total_${table === "deposit" ? "deposited" : "drained"}`;
  if (["max", "max_last", "buffer_max", "old_max", "new_max"].includes(name)) return raised(b);
  if (name === "level_time_sum") return `${b} + i * f.level * (b.elapsed_sum + g)`;
  if (name === "level_square_time_sum")
    return `${b} + 2 * i * f.level * b.level_time_sum + i * f.level * i * f.level * (b.elapsed_sum + g)`;
  return /level/.test(name) ? `${b} + i * f.level` : null;
}

function held(name: string): string | null {
  const b = `b."${name}"`;
  const kept = name.match(HELD)?.[1];
  if (kept !== undefined) return `${b} + CASE WHEN g = 0 THEN 0 ELSE s.${kept} END`;
  const [, value, square] = name.match(/^(raw|capped|smoothed)(_square)?_time_sum$/) ?? [];
  return value === undefined ? null : `${b} + g * coalesce(s.${value}${square ? ` * s.${value}` : ""}, 0)`;
}
