/** A value of a table: exact, as the API gave it; null where it is not defined. */
export type Cell = string | number | boolean | null;

/** What a chart shows, in rows: the source of its CSV and of its table. Columns carry their unit. */
export type Table = {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly Cell[][];
};

/** The table as CSV (RFC 4180), with CRLF; null is empty. A cell that a spreadsheet would run as a formula is quoted as text. */
export function csvOf({ columns, rows }: Table): string {
  return [columns, ...rows].map((row) => `${row.map(csvCell).join(",")}\r\n`).join("");
}

function csvCell(cell: Cell): string {
  if (cell === null) return "";
  const text = typeof cell === "string" && /^[=+@\t\r]|^-[^\d]/.test(cell) ? `'${cell}` : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
