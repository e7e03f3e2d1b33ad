import type { GraphQLError } from "graphql";
import { Pool } from "undici";
import { withDeadline } from "../deadline.ts";
import type { Expected } from "./Asker.ts";
import { Breaker } from "./Breaker.ts";
import { Rest } from "./Rest.ts";
import { type HttpAnswer, withRetries } from "./retry.ts";
import { SingleFlight } from "./SingleFlight.ts";
import { type Answer, answerOf, tooLate, unavailable } from "./upstreamAnswer.ts";

/** How an endpoint is reached. */
export type EndpointOptions = {
  /** A gateway's key, sent as a bearer token; null where none is needed. */
  readonly apiKey?: string | null;
  /** A question that asks for next to nothing, to find out whether the endpoint answers. */
  readonly probe?: string;
  /** So many failures one after another count as an outage. */
  readonly failures?: number;
  /** Told why it counts as down, and with null that it answers again. */
  readonly onTurn?: ((why: GraphQLError | null) => void) | undefined;
  /** Told how long each question took, its retries included (seconds). */
  readonly onEnd?: ((isAnswered: boolean, seconds: number) => void) | undefined;
};

/** What one question may do. */
export type Asking = Expected & {
  /** When it aborts, the question is given up, on the wire as well; its reason is thrown. */
  readonly signal?: AbortSignal;
  /** How long it may take, in milliseconds. */
  readonly timeout?: number;
  /** Asked of this deployment, whatever the endpoint's name stands for meanwhile (see pathOf). */
  readonly deployment?: string | undefined;
  /** Goes past those that wait for a connection, and its failure alone is worth a probe. */
  readonly isVital?: boolean;
};

/** The head that an answer named, and when its question was asked. */
export type Indexed = { readonly hash: string; readonly askedAt: number };

/** How long a question may take where nothing else is said. */
export const TIMEOUT_MS = 15_000;
const POOL = { connections: 64, headersTimeout: 0, bodyTimeout: 0, maxResponseSize: 128 * 1024 * 1024 };
const VITAL_CONNECTIONS = 2;
const MOST_IN_FLIGHT = 1000;
const PROBE_EVERY_MS = 250;
const PROBE_TIMEOUT_MS = 3000;
const SUSPECT_MS = 2000;

/** One GraphQL endpoint over HTTP, with a pool of connections. Equal questions in flight are asked once. */
export class Endpoint {
  /** What refuses questions at once while the endpoint does not answer. */
  readonly breaker: Breaker;
  readonly #pool: Pool;
  readonly #vital: Pool;
  readonly #path: string;
  readonly #headers: Record<string, string>;
  readonly #rest = new Rest();
  readonly #inFlight = new SingleFlight<Answer>();
  readonly #onEnd: NonNullable<EndpointOptions["onEnd"]>;
  #indexed: Indexed | null = null;

  constructor(url: string, options: EndpointOptions = {}) {
    const { origin, pathname, search } = new URL(url);
    const { apiKey = null, probe = "{ __typename }", failures = 5, onEnd = () => {} } = options;
    this.#pool = new Pool(origin, POOL);
    this.#vital = new Pool(origin, { ...POOL, connections: VITAL_CONNECTIONS });
    this.#path = pathname + search;
    const key = apiKey === null ? {} : { authorization: `Bearer ${apiKey}` };
    this.#headers = { "content-type": "application/json", accept: "application/json", ...key };
    this.#onEnd = onEnd;
    const body = JSON.stringify({ query: probe });
    this.breaker = new Breaker({
      failures,
      suspectMs: SUSPECT_MS,
      everyMs: PROBE_EVERY_MS,
      probe: () => this.#post(body, { timeout: PROBE_TIMEOUT_MS, isVital: true }),
      onTurn: (why) => {
        if (why !== null) this.#inFlight.giveUp(why);
        options.onTurn?.(why);
      },
    });
  }

  /** The head that the answer to the latest question named; null where none did. */
  get indexed(): Indexed | null {
    return this.#indexed;
  }

  /**
   * Asks, and waits at most 15 s or what `asking` allows.
   * @throws UPSTREAM_UNAVAILABLE where no GraphQL answer came; errors inside an answer are the caller's
   */
  async ask(
    query: string,
    variables: Readonly<Record<string, unknown>>,
    asking: Asking = {},
  ): Promise<Answer> {
    const body = JSON.stringify({ query, variables });
    const key = `${asking.deployment ?? ""} ${body}`;
    if (this.#inFlight.size >= MOST_IN_FLIGHT && !asking.isVital && !this.#inFlight.has(key)) {
      throw unavailable(`has ${MOST_IN_FLIGHT} questions to answer`);
    }
    const post = (signal: AbortSignal) => this.#post(body, { ...asking, signal });
    return this.breaker.guard(() => this.#inFlight.join(key, post, asking.signal), asking.isVital);
  }

  /** graph-node's address of a deployment, beside its address of a name; null beside any other address. */
  pathOf(deployment: string): string | null {
    const [, subgraphs] = /^(.*\/subgraphs)\/name\/[\w-]+(?:\/[\w-]+)?$/.exec(this.#path) ?? [];
    return subgraphs !== undefined && /^[\w.-]+$/.test(deployment) ? `${subgraphs}/id/${deployment}` : null;
  }

  /** Gives up what is in flight and closes all connections. */
  async close(): Promise<void> {
    this.breaker.close();
    await Promise.all([this.#pool.destroy(), this.#vital.destroy()]);
  }

  async #post(body: string, asking: Asking): Promise<Answer> {
    const { signal, timeout: ms = TIMEOUT_MS, isVital, deployment } = asking;
    const pool = isVital ? this.#vital : this.#pool;
    const path = deployment === undefined ? this.#path : (this.pathOf(deployment) ?? this.#path);
    const start = performance.now();
    const end = (isAnswered: boolean) => this.#onEnd(isAnswered, (performance.now() - start) / 1000);
    try {
      const answer = await withDeadline({ ms, late: tooLate }, signal, async (limit) => {
        await this.#rest.over(ms, limit);
        const http = await withRetries(() => this.#once(pool, { path, body }, limit), ms, limit).catch(
          (error) => {
            throw limit.aborted ? limit.reason : error;
          },
        );
        const told = answerOf(http);
        this.#hear(http, start);
        return told;
      });
      end(true);
      return answer;
    } catch (error) {
      end(false);
      throw unavailable("cannot be reached", error);
    }
  }

  #hear({ headers }: HttpAnswer, askedAt: number): void {
    const hash = /"hash":"(0x[0-9a-f]+)"/.exec(String(headers["graph-indexed"]))?.[1];
    if (hash !== undefined && askedAt > (this.#indexed?.askedAt ?? 0)) this.#indexed = { hash, askedAt };
  }

  async #once(pool: Pool, asked: { path: string; body: string }, signal: AbortSignal): Promise<HttpAnswer> {
    const { statusCode, headers, body } = await pool.request({
      method: "POST",
      ...asked,
      headers: this.#headers,
      signal,
    });
    const answer = { status: statusCode, headers, text: await body.text() };
    this.#rest.hear(answer);
    return answer;
  }
}
