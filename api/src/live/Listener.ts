import type { ExecutionResult } from "graphql";

/** What a subscription sends. */
export type Result = ExecutionResult;

/** Events that wait for one subscription at most: who takes them slower than they come is too slow. */
export const MOST_WAITING = 1000;

type Taker = (step: IteratorResult<Result, undefined>) => void;

/** One client's subscription: an endless list of events that it takes one by one. */
export class Listener implements AsyncGenerator<Result, undefined, undefined> {
  readonly #waiting: Result[] = [];
  readonly #takers: Taker[] = [];
  readonly #onEnd: () => void;
  readonly #onSlow: () => void;
  #hasEnded = false;

  /**
   * @param onEnd called once, when the client wants no more or nothing more will come
   * @param onSlow called when the client lets too much wait
   */
  constructor(onEnd: () => void, onSlow: () => void) {
    this.#onEnd = onEnd;
    this.#onSlow = onSlow;
  }

  /** How many events wait for the client. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Gives the client an event. */
  push(result: Result): void {
    if (this.#hasEnded) return;
    const taker = this.#takers.shift();
    if (taker !== undefined) taker({ done: false, value: result });
    else this.#waiting.push(result);
    if (this.#waiting.length <= MOST_WAITING) return;
    this.#waiting.length = 0;
    this.end();
    this.#onSlow();
  }

  /** Nothing more will come; what waits can still be taken. */
  end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    for (const taker of this.#takers.splice(0)) taker({ done: true, value: undefined });
    this.#onEnd();
  }

  next(): Promise<IteratorResult<Result, undefined>> {
    const value = this.#waiting.shift();
    if (value !== undefined) return Promise.resolve({ done: false, value });
    if (this.#hasEnded) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve) => this.#takers.push(resolve));
  }

  async return(): Promise<IteratorResult<Result, undefined>> {
    this.#waiting.length = 0;
    this.end();
    return { done: true, value: undefined };
  }

  async throw(): Promise<IteratorResult<Result, undefined>> {
    return this.return();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }
}
