/** A question that has been asked: how many wait for it, and how it is given up. */
type Flight<T> = { readonly answer: Promise<T>; readonly controller: AbortController; waiting: number };

/** Asks equal questions in flight once; what nobody waits for any more is given up. */
export class SingleFlight<T> {
  readonly #flights = new Map<string, Flight<T>>();

  /** How many different questions are in flight. */
  get size(): number {
    return this.#flights.size;
  }

  /** Whether a question with this key is in flight. */
  has(key: string): boolean {
    return this.#flights.has(key);
  }

  /**
   * The answer to the question with a key, asked by `ask` where it is not in flight.
   * @param signal when it aborts, its reason is thrown here; the others who wait keep waiting
   */
  async join(key: string, ask: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    const flight = this.#flights.get(key) ?? this.#start(key, ask);
    flight.waiting++;
    if (signal === undefined) return flight.answer;
    return new Promise<T>((resolve, reject) => {
      const leave = (): void => {
        reject(signal.reason);
        this.#leave(key, flight, signal.reason);
      };
      const stay = (): void => signal.removeEventListener("abort", leave);
      signal.addEventListener("abort", leave, { once: true });
      flight.answer.then(resolve, reject).finally(stay);
    });
  }

  /** Gives up all that is in flight; those who wait get what their question makes of the reason. */
  giveUp(reason: Error): void {
    for (const { controller } of this.#flights.values()) controller.abort(reason);
  }

  #start(key: string, ask: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const controller = new AbortController();
    const answer = ask(controller.signal).finally(() => this.#forget(key, flight));
    const flight = { answer, controller, waiting: 0 };
    this.#flights.set(key, flight);
    return flight;
  }

  #leave(key: string, flight: Flight<T>, reason: unknown): void {
    flight.waiting--;
    if (flight.waiting > 0) return;
    this.#forget(key, flight);
    flight.controller.abort(reason);
  }

  #forget(key: string, flight: Flight<T>): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key);
  }
}
