import type { Store } from "../host/Store.ts";
import { type Entity, textOf } from "../host/value.ts";

/** A row whose fields are read by name. Throws on a field that it does not have. */
export class Row {
  readonly what: string;
  readonly #fields: Entity;

  constructor(type: string, fields: Entity) {
    this.#fields = fields;
    this.what = `${type} ${this.text("id")}`;
  }

  /** A number's value. */
  number(field: string): bigint {
    const data = this.#fields.get(field)?.data;
    if (typeof data !== "bigint") throw new Error(`${this.what}: ${field} is no number`);
    return data;
  }

  /** Any value as text; null and none are "null". */
  text(field: string): string {
    const value = this.#fields.get(field);
    return value === undefined ? "null" : textOf(value);
  }

  is(field: string): boolean {
    return this.text(field) === "true";
  }
}

/** All rows of a type. */
export function rowsOf(store: Store, type: string): Row[] {
  return [...store.rows(type).values()].map((fields) => new Row(type, fields));
}

/** All rows of a fact in the order of the chain. */
export function inOrder(store: Store, type: string): Row[] {
  return rowsOf(store, type).sort((a, b) => (a.number("sequence") < b.number("sequence") ? -1 : 1));
}

/** The sum of a field. */
export function sum(rows: readonly Row[], field: string): bigint {
  return rows.reduce((total, row) => total + row.number(field), 0n);
}

/** Throws, naming what is not as it should be. */
export function requireEqual(what: string, actual: unknown, expected: unknown): void {
  if (actual !== expected) throw new Error(`${what} is ${actual}, expected ${expected}`);
}
