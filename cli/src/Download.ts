import { errorIn, type Format, idOf, Records } from "./Records.ts";

/** What of an export has come so far. */
export type Arrived = {
  readonly rows: number;
  /** Id of the last row; null before the first. */
  readonly lastId: string | null;
  /** Whether CSV's line of column names has come. */
  readonly hasHead: boolean;
};

const NOTHING: Arrived = { rows: 0, lastId: null, hasHead: false };

/** An export that may come in several attempts, of which each goes on after the last whole row. */
export class Download {
  readonly #format: Format;
  readonly #write: (text: string) => Promise<void>;
  #arrived = NOTHING;

  /** @param write takes text; resolves when more may come */
  constructor(format: Format, write: (text: string) => Promise<void>) {
    this.#format = format;
    this.#write = write;
  }

  get arrived(): Arrived {
    return this.#arrived;
  }

  /**
   * Takes one attempt's body to its end.
   * @returns null, or why it broke off before the end
   */
  async take(body: AsyncIterable<Uint8Array>): Promise<string | null> {
    const records = new Records(this.#format);
    const decoder = new TextDecoder();
    // Names that come again with another attempt from the beginning.
    let skip = this.#format === "csv" && this.#arrived.hasHead && this.#arrived.lastId === null ? 1 : 0;
    let held: string[] = [];
    try {
      for await (const chunk of body) {
        const come = records.push(decoder.decode(chunk, { stream: true }));
        const whole = come.slice(skip);
        if (come.length > 0) skip = 0;
        // The last one waits for the next: it may be the line that says why there is none.
        const ready = [...held, ...whole];
        held = ready.splice(-1);
        await this.#put(ready);
      }
    } catch (error) {
      return this.#broken(held, error instanceof Error ? error.message : String(error));
    }
    if (records.rest !== "") return this.#broken(held, "the last row is not whole");
    await this.#put(held);
    return null;
  }

  async #broken(held: readonly string[], reason: string): Promise<string> {
    const said = this.#format === "ndjson" && held[0] !== undefined ? errorIn(held[0]) : null;
    if (said === null) await this.#put(held);
    return said ?? reason;
  }

  async #put(records: readonly string[]): Promise<void> {
    const last = records.at(-1);
    if (last === undefined) return;
    await this.#write(records.join(""));
    const { rows, hasHead } = this.#arrived;
    const names = this.#format === "csv" && !hasHead ? 1 : 0;
    const isNames = names === 1 && records.length === 1;
    const lastId = isNames ? this.#arrived.lastId : idOf(last, this.#format);
    this.#arrived = { rows: rows + records.length - names, lastId, hasHead: true };
  }
}
