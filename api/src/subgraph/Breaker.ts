import { GraphQLError } from "graphql";
import { apiError, codeOf } from "../errors.ts";

/** When a breaker opens, and how it finds out that it may close. */
export type BreakerOptions = {
  /** So many failures without an answer between them open it. */
  readonly failures: number;
  /** How long it waits between two probes while it is open (milliseconds). */
  readonly everyMs: number;
  /** A small question that goes past the breaker; any answer closes it. */
  readonly probe: () => Promise<unknown>;
};

/** CLOSED lets questions through, OPEN refuses them at once, HALF_OPEN refuses them while a probe is asked. */
export type BreakerState = "CLOSED" | "OPEN" | "HALF_OPEN";

/**
 * Refuses questions at once while an upstream does not answer, and asks by itself whether it does again:
 * no client's question has to fail for that.
 */
export class Breaker {
  readonly #options: BreakerOptions;
  #failures = 0;
  #last: GraphQLError | null = null;
  #state: BreakerState = "CLOSED";
  #timer: NodeJS.Timeout | undefined;

  constructor(options: BreakerOptions) {
    this.#options = options;
  }

  get state(): BreakerState {
    return this.#state;
  }

  /**
   * Asks, and learns from how it ends.
   * @param isVital opens at the first failure: for a question so small that it fails only with its upstream
   * @throws the last failure's error, without asking, while it is open
   */
  async guard<T>(ask: () => Promise<T>, isVital = false): Promise<T> {
    if (this.#state !== "CLOSED" && this.#last !== null) throw copyOf(this.#last);
    try {
      const answer = await ask();
      this.#failures = 0;
      return answer;
    } catch (error) {
      if (error instanceof GraphQLError && codeOf(error) === "UPSTREAM_UNAVAILABLE")
        this.#failed(error, isVital);
      throw error;
    }
  }

  /** Stops probing. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #failed(error: GraphQLError, isVital: boolean): void {
    this.#failures++;
    this.#last = error;
    if (this.#state !== "CLOSED" || (!isVital && this.#failures < this.#options.failures)) return;
    this.#open();
  }

  #open(): void {
    this.#state = "OPEN";
    this.#timer = setTimeout(() => void this.#probe(), this.#options.everyMs).unref();
  }

  async #probe(): Promise<void> {
    this.#state = "HALF_OPEN";
    const isAnswered = await this.#options.probe().then(
      () => true,
      () => false,
    );
    if (this.#timer === undefined) return;
    if (!isAnswered) return this.#open();
    this.#failures = 0;
    this.#state = "CLOSED";
  }
}

// Each answer gets an error of its own: GraphQL writes into it where it happened.
function copyOf(error: GraphQLError): GraphQLError {
  return Object.assign(apiError("UPSTREAM_UNAVAILABLE", error.message), { cause: error.cause });
}
