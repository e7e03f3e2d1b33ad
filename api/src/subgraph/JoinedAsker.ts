import { codeOf } from "../errors.ts";
import type { Asker, Expected } from "./Asker.ts";
import { joinedQuery } from "./joinedQuery.ts";

type Variables = Readonly<Record<string, unknown>>;
type Data = Record<string, unknown>;
type Waiting = {
  readonly query: string;
  readonly variables: Variables;
  readonly rows: number;
  readonly resolve: (data: unknown) => void;
  readonly reject: (error: unknown) => void;
};

/** From so many rows on a turn's questions are worth two requests: graph-node works on each with another core. */
const MANY_ROWS = 500;
/** What a question is taken to bring where nothing is known of it. */
const SOME_ROWS = 50;

/** Asks the questions of one turn of the event loop as one, or those that bring many rows as two at once. */
export class JoinedAsker implements Asker {
  readonly #asker: Asker;
  readonly #most: 1 | 2;
  #waiting: Waiting[] = [];

  /** @param most requests that a turn may make */
  constructor(asker: Asker, most: 1 | 2) {
    this.#asker = asker;
    this.#most = most;
  }

  ask<T>(query: string, variables: Variables, { rows = SOME_ROWS }: Expected = {}): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#waiting.length === 0) setImmediate(() => void this.#askAll());
      this.#waiting.push({ query, variables, rows, resolve: (data) => resolve(data as T), reject });
    });
  }

  async #askAll(): Promise<void> {
    const all = this.#waiting;
    this.#waiting = [];
    const isHeavy = rowsOf(all) >= MANY_ROWS && this.#most > 1 && all.length > 1;
    await Promise.all((isHeavy ? halves(all) : [all]).map((part) => this.#askTogether(part)));
  }

  async #askTogether(all: readonly Waiting[]): Promise<void> {
    if (all.length === 1) return this.#askEach(all);
    const texts = all.map(({ query }) => query);
    const variables = all.flatMap((one, index) =>
      Object.entries(one.variables).map(([name, value]) => [`q${index}_${name}`, value] as const),
    );
    try {
      const data = await this.#asker.ask<Data>(joinedQuery(texts), Object.fromEntries(variables));
      for (const [index, { resolve }] of all.entries()) resolve(partOf(data, `q${index}_`));
    } catch (error) {
      // One bad question spoils the answers of all: asked alone, each gets its own answer or error.
      if (codeOf(error) !== "UPSTREAM_UNAVAILABLE") return this.#askEach(all);
      for (const { reject } of all) reject(error);
    }
  }

  async #askEach(all: readonly Waiting[]): Promise<void> {
    const asked = all.map(({ query, variables, resolve, reject }) =>
      this.#asker.ask(query, variables).then(resolve, reject),
    );
    await Promise.all(asked);
  }
}

/** Two parts that bring about as many rows each. */
function halves(all: readonly Waiting[]): readonly [Waiting[], Waiting[]] {
  const parts: [Waiting[], Waiting[]] = [[], []];
  for (const one of all.toSorted((a, b) => b.rows - a.rows)) {
    parts[rowsOf(parts[0]) <= rowsOf(parts[1]) ? 0 : 1].push(one);
  }
  return parts;
}

function rowsOf(all: readonly Waiting[]): number {
  return all.reduce((sum, { rows }) => sum + rows, 0);
}

function partOf(data: Data, prefix: string): Data {
  const own = Object.entries(data).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(prefix.length), value]));
}
