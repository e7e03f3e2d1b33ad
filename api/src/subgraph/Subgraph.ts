import { Endpoint } from "./Endpoint.ts";
import { upstreamError } from "./upstreamError.ts";

/** A block as graph-node's `block` argument names it. */
export type BlockHeight = { readonly hash: string } | { readonly number: number };

/** Our questions to the subgraph. */
export class Subgraph {
  readonly endpoint: Endpoint;

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
}
