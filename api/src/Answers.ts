import { type ApolloServer, HeaderMap } from "@apollo/server";
import type { FastifyRequest } from "fastify";
import { LRUCache } from "lru-cache";
import { type Bounds, type Context, contextOf, type Upstream } from "./context.ts";
import { withDeadline } from "./deadline.ts";
import { sameQuestion } from "./sameQuestion.ts";
import type { IndexedHead } from "./subgraph/Head.ts";
import { SingleFlight } from "./subgraph/SingleFlight.ts";
import { tooLate } from "./subgraph/upstreamAnswer.ts";

/** An answer as it goes over the wire. */
export type Answer = {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  /** The name of the operation that it answers. */
  readonly operation: string | null;
  /** The codes of its errors; null where it was refused before GraphQL saw it. */
  readonly codes: readonly string[] | null;
  /** Whether the same question at the same block has this answer again. */
  readonly isRepeatable: boolean;
};

/** An answer and where it is from: HIT from memory, JOINED from an equal question in flight, MISS asked anew. */
export type Served = { readonly answer: Answer; readonly from: "HIT" | "JOINED" | "MISS" };

/** How much is kept in memory: answers, and bytes of them; 0 bytes keeps nothing. */
export type CacheLimits = { readonly entries: number; readonly bytes: number };

/** A question that may be kept, and the head that it is answered at. */
type At = { readonly head: IndexedHead; readonly question: string };

type Asking = Omit<Bounds, "head"> & { readonly head: IndexedHead | null };

const REQUEST_MS = 15_000;

/** Answers questions: the same question at the same block is worked out once. */
export class Answers {
  readonly #apollo: ApolloServer<Context>;
  readonly #upstream: Upstream;
  readonly #cache: LRUCache<string, Answer> | null;
  readonly #flights = new SingleFlight<Answer>();

  constructor(apollo: ApolloServer<Context>, upstream: Upstream, { entries, bytes }: CacheLimits) {
    this.#apollo = apollo;
    this.#upstream = upstream;
    const limits = { max: entries, maxSize: bytes, maxEntrySize: Math.ceil(bytes / 4) };
    this.#cache = bytes === 0 ? null : new LRUCache({ ...limits, sizeCalculation: sizeOf });
  }

  /** How many answers are in memory, and how many bytes they take. */
  get kept(): CacheLimits {
    return { entries: this.#cache?.size ?? 0, bytes: this.#cache?.calculatedSize ?? 0 };
  }

  /**
   * The answer to a request.
   * @param gone gives what aborts when its client goes away; the reason is then thrown
   */
  async to(request: FastifyRequest, gone: () => AbortSignal): Promise<Served> {
    const hasAsked = !this.#upstream.head.isKnown;
    const question = this.#cache === null ? null : sameQuestion(request);
    const head = question === null ? null : await this.#upstream.head.now().catch(() => null);
    if (question === null || head === null) {
      return { answer: await this.#workOut(request, null, { hasAsked, signal: gone() }), from: "MISS" };
    }
    const key = keyAt(head, question);
    const known = this.#cache?.get(key);
    if (known !== undefined) return { answer: known, from: "HIT" };
    const from = this.#flights.has(key) ? "JOINED" : "MISS";
    const workOut = (signal: AbortSignal) => this.#workOut(request, { head, question }, { hasAsked, signal });
    return { answer: await this.#flights.join(key, workOut, gone()), from };
  }

  /** Where the head has left the chain while it was asked about, once more at the head that took its place. */
  async #workOut(
    request: FastifyRequest,
    at: At | null,
    { hasAsked = false, signal: gone }: Bounds,
  ): Promise<Answer> {
    return withDeadline({ ms: REQUEST_MS, late: tooLate }, gone, async (signal) => {
      const first = at?.head ?? (await this.#upstream.head.now().catch(() => null));
      const answer = await this.#ask(request, { head: first, signal, hasAsked });
      if (!answer.codes?.includes("NOT_INDEXED_YET") || first === null) return this.#kept(answer, at);
      const head = await this.#upstream.head.fresh().catch(() => first);
      const { hash, deployment } = head.block;
      if (hash === first.block.hash && deployment === first.block.deployment) return answer;
      return this.#kept(await this.#ask(request, { head, signal, hasAsked: true }), at && { ...at, head });
    });
  }

  async #ask(request: FastifyRequest, { head, ...bounds }: Asking): Promise<Answer> {
    const context = contextOf(this.#upstream, request.log, { ...(head && { head }), ...bounds });
    const { status, headers, body } = await this.#apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: apolloRequest(request),
      context: async () => context,
    });
    if (body.kind !== "complete")
      throw new Error("An answer came in parts, and nothing here gives such answers.");
    const { operation, codes, isRepeatable } = context.outcome;
    const sent = [...headers].filter(([name]) => name !== "content-length");
    const whole = { status: status ?? 200, headers: sent, body: Buffer.from(body.string), operation, codes };
    return { ...whole, isRepeatable: isRepeatable && codes?.length === 0 };
  }

  #kept(answer: Answer, at: At | null): Answer {
    if (at === null || !answer.isRepeatable) return answer;
    const kept = { ...answer, body: ownCopy(answer.body) };
    this.#cache?.set(keyAt(at.head, at.question), kept);
    return kept;
  }
}

// The chain's head belongs to it, because an answer says how far behind it is.
function keyAt({ block, lag }: IndexedHead, question: string): string {
  return `${block.deployment} ${block.hash ?? block.number} ${lag?.chainHead ?? ""} ${question}`;
}

/** Small buffers are cut from a block that lives as long as any of them, and would weigh more than their bytes. */
function ownCopy(body: Buffer): Buffer {
  const copy = Buffer.allocUnsafeSlow(body.length);
  body.copy(copy);
  return copy;
}

function sizeOf({ body }: Answer, key: string): number {
  return body.length + 2 * key.length;
}

function apolloRequest({ body, headers, method, url }: FastifyRequest) {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  const start = url.indexOf("?");
  return { body, headers: map, method, search: start < 0 ? "" : url.slice(start) };
}
