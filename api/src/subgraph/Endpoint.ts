import { Pool } from "undici";
import { apiError } from "../errors.ts";

/** A GraphQL answer as it came over the wire. */
export type Answer = {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message: string }[];
};

const TIMEOUT_MS = 15_000;

/** One GraphQL endpoint over HTTP, with a pool of connections. Equal questions in flight are asked once. */
export class Endpoint {
  readonly #pool: Pool;
  readonly #path: string;
  readonly #inFlight = new Map<string, Promise<string>>();

  constructor(url: string) {
    const { origin, pathname, search } = new URL(url);
    this.#pool = new Pool(origin, { connections: 64, headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS });
    this.#path = pathname + search;
  }

  /**
   * Asks, and waits at most 15 s or `timeout` ms.
   * @throws UPSTREAM_UNAVAILABLE where no GraphQL answer came; errors inside an answer are the caller's
   */
  async ask(
    query: string,
    variables: Readonly<Record<string, unknown>>,
    timeout = TIMEOUT_MS,
  ): Promise<Answer> {
    const body = JSON.stringify({ query, variables });
    const asked = this.#inFlight.get(body) ?? this.#post(body, timeout);
    this.#inFlight.set(body, asked);
    try {
      return parsed(await asked);
    } finally {
      if (this.#inFlight.get(body) === asked) this.#inFlight.delete(body);
    }
  }

  /** Gives up what is in flight and closes all connections. */
  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  async #post(body: string, timeout: number): Promise<string> {
    const signal = AbortSignal.timeout(timeout);
    const headers = { "content-type": "application/json", accept: "application/json" };
    try {
      const response = await this.#pool.request({ method: "POST", path: this.#path, headers, body, signal });
      return await response.body.text();
    } catch (cause) {
      const how = signal.aborted ? `did not answer within ${timeout / 1000} s` : "cannot be reached";
      throw unavailable(how, cause);
    }
  }
}

function parsed(text: string): Answer {
  try {
    const answer: unknown = JSON.parse(text);
    if (isAnswer(answer)) return answer;
  } catch (cause) {
    throw unavailable("gave an answer that is not JSON", cause);
  }
  throw unavailable("gave an answer that is not GraphQL");
}

function isAnswer(value: unknown): value is Answer {
  return typeof value === "object" && value !== null && ("data" in value || "errors" in value);
}

function unavailable(how: string, cause?: unknown): Error {
  const error = apiError("UPSTREAM_UNAVAILABLE", `graph-node ${how}: ask again later.`);
  return Object.assign(error, { cause });
}
