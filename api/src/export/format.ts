import { stringify } from "csv-stringify/sync";
import type { Collection, Column, Row } from "./Collection.ts";

/** How rows are written. */
export type Format = "csv" | "ndjson";

/** What a format is called in HTTP. */
export const MEDIA_TYPES: Readonly<Record<Format, string>> = {
  csv: "text/csv; charset=utf-8; header=present",
  ndjson: "application/x-ndjson; charset=utf-8",
};

/** The line that comes before the rows; empty where a format has none. */
export function headOf({ columns }: Collection, format: Format): string {
  return format === "csv" ? csv([columns.map(({ name }) => name)]) : "";
}

/** Rows as text, each in a line of its own (in CSV, a text may bring line breaks in quotes). */
export function linesOf(rows: readonly Row[], { columns }: Collection, format: Format): string {
  if (format === "csv")
    return csv(rows.map((row) => columns.map((column) => cellOf(column, contentOf(column, row)))));
  const objects = rows.map((row) =>
    Object.fromEntries(columns.map((column) => [column.name, contentOf(column, row)])),
  );
  return objects.map((object) => `${JSON.stringify(object)}\n`).join("");
}

function csv(records: readonly (readonly string[])[]): string {
  return stringify([...records] as string[][], { record_delimiter: "\r\n", quoted_match: /[\r\n]/ });
}

/** A column's value; of a reference, its id. */
function contentOf({ name, references }: Column, row: Row): unknown {
  const value = row[name] ?? null;
  if (references === null || value === null) return value;
  return Array.isArray(value) ? value.map(idOf) : idOf(value);
}

function idOf(reference: unknown): unknown {
  return (reference as { readonly id: unknown }).id;
}

function cellOf({ isText }: Column, value: unknown): string {
  if (value === null) return "";
  if (typeof value === "string") return isText ? harmless(value) : value;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

// A spreadsheet runs a cell that begins like this as a formula; after an apostrophe it is text.
function harmless(text: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
}
