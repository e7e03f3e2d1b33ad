import { LRUCache } from "lru-cache";
import { codeOf } from "../errors.ts";
import { Endpoint } from "./Endpoint.ts";
import { upstreamError } from "./upstreamError.ts";

/** A block as graph-node's `block` argument names it. */
export type BlockHeight = { readonly hash: string } | { readonly number: number };

/** Asks whether graph-node finds a block by its hash. */
export const IS_KNOWN = `query IsKnown($hash: Bytes!) {
  _meta(block: { hash: $hash }) { block { number } }
}`;

/** Our questions to the subgraph. */
export class Subgraph {
  readonly endpoint: Endpoint;
  readonly #known = new LRUCache<string, boolean>({ max: 1000 });

  constructor(url: string) {
    this.endpoint = new Endpoint(url);
  }

  /**
   * Asks a question of ours; `T` is the shape of its `data`, kept by the tests that check it against the snapshot.
   * @throws the error that graph-node's first one means (see upstreamError)
   */
  async ask<T>(query: string, variables: Readonly<Record<string, unknown>>, timeout?: number): Promise<T> {
    const { data, errors } = await this.endpoint.ask(query, variables, timeout);
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
}
