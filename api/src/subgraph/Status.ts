import { Turns } from "../Turns.ts";
import { Endpoint, type EndpointOptions } from "./Endpoint.ts";

/** How far the chain and the index are, by graph-node's own account. */
export type Lag = { readonly network: string; readonly chainHead: number; readonly indexed: number };

const HEADS = `query Heads($deployments: [String!]!) {
  indexingStatuses(subgraphs: $deployments) { chains { network chainHeadBlock { number } latestBlock { number } } }
}`;
const HASH = `query Hash($network: String!, $number: Int!) {
  blockHashFromNumber(network: $network, blockNumber: $number)
}`;

type Heads = {
  readonly indexingStatuses: readonly {
    readonly chains: readonly {
      readonly network: string;
      readonly chainHeadBlock: { readonly number: string } | null;
      readonly latestBlock: { readonly number: string } | null;
    }[];
  }[];
};

type Hash = { readonly blockHashFromNumber: string | null };

const TIMEOUT_MS = 2000;
/**
 * For a hash graph-node asks the chain's node, and holds one of its few connections to the database until that answers or
 * five seconds are over: many such questions while that node is silent would leave none for rows.
 */
const HASHES_AT_ONCE = 2;
/** How long nobody asks for a hash after one that did not come in time. */
const HASH_REST_MS = 10_000;

/** graph-node's status endpoint. It is optional: whatever it does not answer is null, never an error. */
export class Status {
  readonly endpoint: Endpoint | null;
  readonly #turns = new Turns(HASHES_AT_ONCE);
  #restsUntil = 0;

  /** @param url null where there is no status endpoint */
  constructor(url: string | null, onEnd?: EndpointOptions["onEnd"]) {
    this.endpoint = url === null ? null : new Endpoint(url, { failures: 1, onEnd });
  }

  /** The heads of the chain and of a deployment. */
  async lag(deployment: string): Promise<Lag | null> {
    const heads = await this.#ask<Heads>(HEADS, { deployments: [deployment] });
    const chain = heads?.indexingStatuses[0]?.chains[0];
    if (chain?.chainHeadBlock == null || chain.latestBlock == null) return null;
    const { network, chainHeadBlock, latestBlock } = chain;
    return { network, chainHead: Number(chainHeadBlock.number), indexed: Number(latestBlock.number) };
  }

  /**
   * The hash, with 0x, of the block with a number on the chain that `lag` is of; null also for a while after the chain's
   * node has not told one.
   */
  async hashOf(lag: Lag | null, number: number): Promise<string | null> {
    if (lag === null) return null;
    const found = await this.#turns.take(() => this.#hash({ network: lag.network, number }));
    const hash = found?.blockHashFromNumber?.replace(/^0x/, "");
    return hash === undefined ? null : `0x${hash}`;
  }

  async #hash(of: { network: string; number: number }): Promise<Hash | null> {
    const begun = performance.now();
    if (begun < this.#restsUntil) return null;
    const found = await this.#ask<Hash>(HASH, of);
    const isSilent = found === null && performance.now() - begun >= TIMEOUT_MS;
    if (isSilent) this.#restsUntil = performance.now() + HASH_REST_MS;
    return found;
  }

  async #ask<T>(query: string, variables: Readonly<Record<string, unknown>>): Promise<T | null> {
    const answer = await this.endpoint?.ask(query, variables, { timeout: TIMEOUT_MS }).catch(() => null);
    return answer?.errors === undefined && answer?.data != null ? (answer.data as T) : null;
  }
}
