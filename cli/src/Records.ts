/** How an export is written. */
export type Format = "csv" | "ndjson";

const QUOTE = 34;
const LINE_FEED = 10;

/** Cuts a text that comes in pieces into records, each with the end of its line. */
export class Records {
  readonly #format: Format;
  #rest = "";
  #read = 0;
  #isQuoted = false;

  constructor(format: Format) {
    this.#format = format;
  }

  /** What has come of a record that is not complete. */
  get rest(): string {
    return this.#rest;
  }

  /** The records that a piece completes. In CSV a line break within quotes ends none. */
  push(piece: string): string[] {
    const text = this.#rest + piece;
    const records: string[] = [];
    let start = 0;
    for (let at = this.#read; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === QUOTE && this.#format === "csv") this.#isQuoted = !this.#isQuoted;
      if (code !== LINE_FEED || this.#isQuoted) continue;
      records.push(text.slice(start, at + 1));
      start = at + 1;
    }
    this.#rest = text.slice(start);
    this.#read = this.#rest.length;
    return records;
  }
}

/** The id of a row: in CSV its first column. */
export function idOf(record: string, format: Format): string {
  if (format === "csv") return record.slice(0, record.indexOf(","));
  return (JSON.parse(record) as { readonly id: string }).id;
}

/** What the last line of a broken NDJSON says of the reason; null where it is a row. */
export function errorIn(record: string): string | null {
  const { error } = JSON.parse(record) as { readonly error?: { readonly message?: string } };
  return error?.message ?? null;
}
