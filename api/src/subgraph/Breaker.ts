import { GraphQLError } from "graphql";
import { apiError, codeOf } from "../errors.ts";

/** When a breaker opens, and how it finds out that it may close. */
export type BreakerOptions = {
  /** So many failures without an answer between them open it. */
  readonly failures: number;
  /** How long a question may wait before it asks a probe whether there is anyone (milliseconds). */
  readonly suspectMs: number;
  /** How long it waits between two probes while it is open (milliseconds). */
  readonly everyMs: number;
  /** A small question that goes past the breaker; any answer closes it. */
  readonly probe: () => Promise<unknown>;
  /** Told why it opens, and with null that it closes. */
  readonly onTurn: (why: GraphQLError | null) => void;
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
  #why: GraphQLError | null = null;
  #isProbing = false;
  #isClosedForGood = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: BreakerOptions) {
    this.#options = options;
  }

  get state(): BreakerState {
    if (this.#why === null) return "CLOSED";
    return this.#isProbing ? "HALF_OPEN" : "OPEN";
  }

  /**
   * Asks, and learns from how it ends.
   * @param isVital probes at the first failure: for a question so small that it hardly fails but with its upstream
   * @throws why it is open, without asking, while it is
   */
  async guard<T>(ask: () => Promise<T>, isVital = false): Promise<T> {
    if (this.#why !== null) throw repeated(this.#why);
    const timer = setTimeout(() => void this.#suspect(), this.#options.suspectMs);
    try {
      const answer = await ask();
      this.#failures = 0;
      return answer;
    } catch (error) {
      if (isOutage(error)) this.#failed(error, isVital);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Stops probing. */
  close(): void {
    this.#isClosedForGood = true;
    clearTimeout(this.#timer);
  }

  #failed(error: GraphQLError, isVital: boolean): void {
    this.#failures++;
    if (this.#failures >= this.#options.failures) this.#open(error);
    // Behind a load balancer one server may have failed alone.
    else if (isVital) void this.#suspect();
  }

  #open(why: GraphQLError): void {
    if (this.#why !== null || this.#isClosedForGood) return;
    this.#why = why;
    this.#wait();
    this.#options.onTurn(why);
  }

  #wait(): void {
    this.#timer = setTimeout(() => void this.#tryAgain(), this.#options.everyMs).unref();
  }

  async #tryAgain(): Promise<void> {
    const failure = await this.#probed();
    if (this.#isClosedForGood) return;
    if (failure !== null) return this.#wait();
    this.#failures = 0;
    this.#why = null;
    this.#options.onTurn(null);
  }

  /** A question has waited for long or failed: because of itself, or because nobody is there any more? */
  async #suspect(): Promise<void> {
    if (this.#isProbing || this.#why !== null) return;
    const failure = await this.#probed();
    if (isOutage(failure)) this.#open(failure);
  }

  async #probed(): Promise<unknown> {
    this.#isProbing = true;
    try {
      await this.#options.probe();
      return null;
    } catch (error) {
      return error;
    } finally {
      this.#isProbing = false;
    }
  }
}

/** Whether an error says what was known before. */
export function isRepeated(error: unknown): boolean {
  return error instanceof Error && "isRepeated" in error;
}

function isOutage(error: unknown): error is GraphQLError {
  return error instanceof GraphQLError && codeOf(error) === "UPSTREAM_UNAVAILABLE";
}

// Each answer gets an error of its own: GraphQL writes into it where it happened.
function repeated({ message }: GraphQLError): GraphQLError {
  return Object.assign(apiError("UPSTREAM_UNAVAILABLE", message), { isRepeated: true });
}
