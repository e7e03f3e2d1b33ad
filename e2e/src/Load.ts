/** An answer that a client got: when it asked and how long it waited (ms), and the codes of its errors; null for none at all. */
export type Got = {
  readonly at: number;
  readonly ms: number;
  readonly codes: readonly string[] | null;
  /** What its errors say, or why there was no answer. */
  readonly said: readonly string[];
};

/** Clients that ask one question after another, each over a connection of its own, and what they got. */
export class Load {
  static #asked = 0;
  readonly got: Got[] = [];
  readonly #url: string;
  readonly #clients: Promise<void>[];
  #isOver = false;

  /** @param question gives the next one's query and variables; no index is given twice, to this load or another */
  constructor(url: string, clients: number, question: (index: number) => object) {
    this.#url = url;
    this.#clients = Array.from({ length: clients }, () => this.#ask(question));
  }

  /** Lets every client have its last answer. */
  async end(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#clients);
  }

  /** The answers that were asked for between two moments. */
  between(from: number, to: number): Got[] {
    return this.got.filter(({ at }) => from <= at && at < to);
  }

  async #ask(question: (index: number) => object): Promise<void> {
    while (!this.#isOver) {
      const at = performance.now();
      const answer = await this.#answer(question(Load.#asked++));
      this.got.push({ at, ms: performance.now() - at, ...answer });
    }
  }

  async #answer(question: object): Promise<Pick<Got, "codes" | "said">> {
    try {
      const response = await fetch(this.#url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(question),
      });
      const { errors = [] } = (await response.json()) as {
        errors?: { message: string; extensions?: { code?: string } }[];
      };
      const codes = errors.map(({ extensions }) => String(extensions?.code));
      return { codes, said: errors.map(({ message }) => message) };
    } catch (error) {
      return { codes: null, said: [String(error)] };
    }
  }
}

/** The value that a share of all is at most; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
