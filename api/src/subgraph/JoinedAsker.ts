import { codeOf } from "../errors.ts";
import type { Asker } from "./Asker.ts";
import { joinedQuery } from "./joinedQuery.ts";

type Variables = Readonly<Record<string, unknown>>;
type Data = Record<string, unknown>;
type Waiting = {
  readonly query: string;
  readonly variables: Variables;
  readonly resolve: (data: unknown) => void;
  readonly reject: (error: unknown) => void;
};

/** Asks the questions of one turn of the event loop as one, so that they cost one round trip. */
export class JoinedAsker implements Asker {
  readonly #asker: Asker;
  #waiting: Waiting[] = [];

  constructor(asker: Asker) {
    this.#asker = asker;
  }

  ask<T>(query: string, variables: Variables): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#waiting.length === 0) setImmediate(() => void this.#askAll());
      this.#waiting.push({ query, variables, resolve: (data) => resolve(data as T), reject });
    });
  }

  async #askAll(): Promise<void> {
    const all = this.#waiting;
    this.#waiting = [];
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

function partOf(data: Data, prefix: string): Data {
  const own = Object.entries(data).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(prefix.length), value]));
}
