/** Joins the questions of one turn of the event loop into one. */
export class Batch<Key, Value> {
  readonly #answer: (keys: readonly Key[]) => Promise<readonly Value[]>;
  readonly #known = new Map<Key, Promise<Value>>();
  #waiting: Key[] = [];
  #round: Promise<ReadonlyMap<Key, Value>> | null = null;

  /** @param answer gives the values of different keys, in their order */
  constructor(answer: (keys: readonly Key[]) => Promise<readonly Value[]>) {
    this.#answer = answer;
  }

  /** The value of a key, asked for once. */
  load(key: Key): Promise<Value> {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#waiting.push(key);
    this.#round ??= this.#ask();
    const value = this.#round.then((values) => values.get(key) as Value);
    this.#known.set(key, value);
    return value;
  }

  async #ask(): Promise<ReadonlyMap<Key, Value>> {
    await new Promise((resolve) => setImmediate(resolve));
    const keys = this.#waiting;
    this.#waiting = [];
    this.#round = null;
    const values = await this.#answer(keys);
    return new Map(keys.flatMap((key, index) => (index in values ? [[key, values[index] as Value]] : [])));
  }
}
