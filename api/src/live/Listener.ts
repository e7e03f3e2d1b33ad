import type { ExecutionResult } from "graphql";
import type { Backlog } from "./Backlog.ts";

/** What a subscription sends. */
export type Result = ExecutionResult;

/** The client that a subscription is of. */
export type Client = {
  readonly backlog: Backlog;
  /** Called when it lets too much wait. */
  readonly drop: () => void;
};

type Taker = (step: IteratorResult<Result, undefined>) => void;

/** One client's subscription: an endless list of events that it takes one by one. */
export class Listener implements AsyncGenerator<Result, undefined, undefined> {
  readonly #waiting: Result[] = [];
  readonly #takers: Taker[] = [];
  readonly #client: Client;
  readonly #onEnd: () => void;
  #hasEnded = false;

  /** @param onEnd called once, when the client wants no more or nothing more will come */
  constructor(client: Client, onEnd: () => void) {
    this.#client = client;
    this.#onEnd = onEnd;
  }

  /** Gives the client an event; one that is too slow is dropped. */
  push(result: Result): void {
    if (this.#hasEnded) return;
    const taker = this.#takers.shift();
    if (taker !== undefined) {
      taker({ done: false, value: result });
      return;
    }
    const { backlog, drop } = this.#client;
    this.#waiting.push(result);
    backlog.add(result);
    if (!backlog.isTooLong) return;
    this.#forget();
    this.end();
    drop();
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
    if (value !== undefined) {
      this.#client.backlog.take(value);
      return Promise.resolve({ done: false, value });
    }
    if (this.#hasEnded) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve) => this.#takers.push(resolve));
  }

  async return(): Promise<IteratorResult<Result, undefined>> {
    this.#forget();
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

  #forget(): void {
    for (const result of this.#waiting.splice(0)) this.#client.backlog.take(result);
  }
}
