import type { EntityType, Schema } from "./Schema.ts";
import { type Entity, Kind, type StoreValue, textOf } from "./value.ts";

/**
 * The store in memory. Like graph-node's it refuses what the schema does not allow: an unknown field, a required one that
 * is missing, a change of an immutable row after its block. It keeps no history.
 */
export class Store {
  readonly schema: Schema;
  readonly #rows = new Map<string, Map<string, Entity>>();
  readonly #inBlock = new Map<string, Map<string, Entity>>();
  #points = 0n;

  constructor(schema: Schema) {
    this.schema = schema;
  }

  get(type: string, id: string): Entity | null {
    this.schema.entity(type);
    return this.rows(type).get(id) ?? null;
  }

  /** The row, if it was made or changed in the present block. */
  getInBlock(type: string, id: string): Entity | null {
    return this.#inBlock.get(type)?.get(id) ?? null;
  }

  /** Puts the fields over those that the row has. Throws where graph-node would fail the subgraph. */
  set(type: string, id: string, fields: Entity): void {
    const entity = this.schema.entity(type);
    const key = entity.isTimeseries ? this.#nextPoint() : id;
    const before = this.get(type, key);
    if (before !== null && entity.isImmutable && this.getInBlock(type, key) === null)
      throw new Error(`${type} ${id} is immutable, and stands since an earlier block`);
    const after: Entity = new Map([...(before ?? []), ...fields]);
    requireValid(entity, after);
    this.rows(type).set(key, after);
    this.mockInBlock(type, key, after);
  }

  remove(type: string, id: string): void {
    this.rows(type).delete(id);
    this.#inBlock.get(type)?.delete(id);
  }

  /** The rows that a derived field lists, in the order of their ids. */
  related(type: string, id: string, field: string): Entity[] {
    const derived = this.schema.entity(type).derived.get(field);
    if (derived === undefined) throw new Error(`${type}.${field} is derived from nothing`);
    const found = [...this.rows(derived.target)].filter(([, row]) => refersTo(row.get(derived.by), id));
    return found.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  }

  /** All rows of a type by id. */
  rows(type: string): Map<string, Entity> {
    const known = this.#rows.get(type) ?? new Map<string, Entity>();
    this.#rows.set(type, known);
    return known;
  }

  /** From here on it is the next block. */
  nextBlock(): void {
    this.#inBlock.clear();
  }

  mockInBlock(type: string, id: string, row: Entity): void {
    const known = this.#inBlock.get(type) ?? new Map<string, Entity>();
    this.#inBlock.set(type, known.set(id, row));
  }

  clear(): void {
    this.#rows.clear();
    this.#inBlock.clear();
    this.#points = 0n;
  }

  #nextPoint(): string {
    this.#points += 1n;
    return String(this.#points);
  }
}

function refersTo(value: StoreValue | undefined, id: string): boolean {
  if (value === undefined) return false;
  return Array.isArray(value.data) ? value.data.some((item) => textOf(item) === id) : value.data === id;
}

function requireValid({ name, fields, isTimeseries }: EntityType, row: Entity): void {
  for (const field of row.keys()) if (!fields.has(field)) throw new Error(`${name} has no field ${field}`);
  for (const field of fields.values()) {
    // the host of graph-node sets the time of a point
    if (!field.isRequired || (isTimeseries && field.name === "timestamp")) continue;
    const value = row.get(field.name);
    if (value === undefined || value.kind === Kind.Null)
      throw new Error(`${name}.${field.name} is required, and was not set`);
  }
}
