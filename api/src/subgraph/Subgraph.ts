import { LRUCache } from "lru-cache";
import { codeOf } from "../errors.ts";
import { type Asking, Endpoint, type EndpointOptions, type Indexed } from "./Endpoint.ts";
import type { Answer } from "./upstreamAnswer.ts";
import { upstreamError } from "./upstreamError.ts";

/** A block as graph-node's `block` argument names it. */
export type BlockHeight = { readonly hash: string } | { readonly number: number };

/** Asks whether graph-node finds a block by its hash. */
export const IS_KNOWN = `query IsKnown($hash: Bytes!) {
  _meta(block: { hash: $hash }) { block { number } }
}`;
const PROBE = "{ _meta { block { number } } }";
const LEARN_MS = 5000;
const LEARN_AGAIN_MS = 60_000;

/** What is learnt of a subgraph while it is asked. */
type Learnt = {
  /** Whether blocks are found by their hash, by deployment and hash. */
  readonly blocks: LRUCache<string, boolean>;
  /** Whether deployments can be asked by their ids. */
  readonly deployments: LRUCache<string, boolean>;
};

/** Our questions to the subgraph. */
export class Subgraph {
  readonly endpoint: Endpoint;
  readonly #learnt: Learnt;
  readonly #asking: Pick<Asking, "signal" | "deployment">;

  private constructor(endpoint: Endpoint, learnt: Learnt, asking: Pick<Asking, "signal" | "deployment">) {
    this.endpoint = endpoint;
    this.#learnt = learnt;
    this.#asking = asking;
  }

  /** The subgraph at a GraphQL endpoint. */
  static at(url: string, options: Omit<EndpointOptions, "probe"> = {}): Subgraph {
    const learnt: Learnt = { blocks: new LRUCache({ max: 1000 }), deployments: new LRUCache({ max: 100 }) };
    return new Subgraph(new Endpoint(url, { ...options, probe: PROBE }), learnt, {});
  }

  /** The head that the answer to the latest question named; null where none did. */
  get indexed(): Indexed | null {
    return this.endpoint.indexed;
  }

  /** The same subgraph, whose questions are given up when a request is. */
  until(signal: AbortSignal): Subgraph {
    return new Subgraph(this.endpoint, this.#learnt, { ...this.#asking, signal });
  }

  /**
   * The subgraph as one deployment has it, so that all of a request is of one version while another one takes its
   * place. Where deployments cannot be asked by their ids, as behind a gateway, it is the subgraph as it is.
   */
  of(deployment: string): Subgraph {
    if (!this.#learnt.deployments.get(deployment)) return this;
    return new Subgraph(this.endpoint, this.#learnt, { ...this.#asking, deployment });
  }

  /** Finds out whether a deployment can be asked by its id. */
  async learn(deployment: string): Promise<void> {
    const { deployments } = this.#learnt;
    if (deployments.has(deployment) || this.endpoint.pathOf(deployment) === null) return;
    const isServed = await this.answer(PROBE, {}, { deployment, timeout: LEARN_MS }).then(
      ({ errors }) => errors === undefined,
      () => false,
    );
    deployments.set(deployment, isServed, { ttl: isServed ? 0 : LEARN_AGAIN_MS });
  }

  /**
   * Asks a question, and gives graph-node's answer with its own errors.
   * @throws UPSTREAM_UNAVAILABLE where no answer came
   */
  answer(query: string, variables: Readonly<Record<string, unknown>>, asking: Asking = {}): Promise<Answer> {
    return this.endpoint.ask(query, variables, { ...this.#asking, ...asking });
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
    const key = `${this.#asking.deployment ?? ""} ${hash}`;
    const before = this.#learnt.blocks.get(key);
    if (before !== undefined) return before;
    const isKnown = await this.ask(IS_KNOWN, { hash }).then(
      () => true,
      (error: unknown) => {
        if (codeOf(error) === "NOT_INDEXED_YET") return false;
        throw error;
      },
    );
    this.#learnt.blocks.set(key, isKnown, { ttl: isKnown ? 0 : 5000 });
    return isKnown;
  }

  /** Gives up what is in flight and closes all connections. */
  async close(): Promise<void> {
    await this.endpoint.close();
  }
}
