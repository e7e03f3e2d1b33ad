import { LRUCache } from "lru-cache";
import { codeOf } from "../errors.ts";
import { type Asking, Endpoint, type EndpointOptions } from "./Endpoint.ts";
import type { Answer } from "./upstreamAnswer.ts";
import { upstreamError } from "./upstreamError.ts";

/** A block as graph-node's `block` argument names it. */
export type BlockHeight = { readonly hash: string } | { readonly number: number };

/** Asks whether graph-node finds a block by its hash. */
export const IS_KNOWN = `query IsKnown($hash: Bytes!) {
  _meta(block: { hash: $hash }) { block { number } }
}`;
const PROBE = "{ _meta { block { number } } }";

/** Our questions to the subgraph. */
export class Subgraph {
  readonly endpoint: Endpoint;
  readonly #known: LRUCache<string, boolean>;
  readonly #signal: AbortSignal | undefined;

  private constructor(endpoint: Endpoint, known: LRUCache<string, boolean>, signal?: AbortSignal) {
    this.endpoint = endpoint;
    this.#known = known;
    this.#signal = signal;
  }

  /** The subgraph at a GraphQL endpoint. */
  static at(url: string, options: Omit<EndpointOptions, "probe"> = {}): Subgraph {
    return new Subgraph(new Endpoint(url, { ...options, probe: PROBE }), new LRUCache({ max: 1000 }));
  }

  /** The same subgraph, whose questions are given up when a request is. */
  until(signal: AbortSignal): Subgraph {
    return new Subgraph(this.endpoint, this.#known, signal);
  }

  /**
   * Asks a question, and gives graph-node's answer with its own errors.
   * @throws UPSTREAM_UNAVAILABLE where no answer came
   */
  answer(query: string, variables: Readonly<Record<string, unknown>>, asking: Asking = {}): Promise<Answer> {
    return this.endpoint.ask(query, variables, this.#signal ? { signal: this.#signal, ...asking } : asking);
  }

  /**
   * Asks a question of ours; `T` is the shape of its `data`, kept by the tests that check it against the snapshot.
   * @throws the error that graph-node's first one means (see upstreamError)
   */
  async ask<T>(query: string, variables: Readonly<Record<string, unknown>>, asking?: Asking): Promise<T> {
    const { data, errors } = await this.answer(query, variables, asking);
    if (errors?.[0] !== undefined) throw upstreamError(errors[0].message);
    if (data == null) throw upstreamError("no data");
    return data as T;
  }

  /**
   * Whether graph-node finds a block by its hash. It does not find those that it has only passed over while it
   * caught up with the chain, be they on the chain and indexed: such a block has to be named by its number.
   */
  async isKnown(hash: string): Promise<boolean> {
    const before = this.#known.get(hash);
    if (before !== undefined) return before;
    const isKnown = await this.ask(IS_KNOWN, { hash }).then(
      () => true,
      (error: unknown) => {
        if (codeOf(error) === "NOT_INDEXED_YET") return false;
        throw error;
      },
    );
    this.#known.set(hash, isKnown, { ttl: isKnown ? 0 : 5000 });
    return isKnown;
  }

  /** Gives up what is in flight and closes all connections. */
  async close(): Promise<void> {
    await this.endpoint.close();
  }
}
