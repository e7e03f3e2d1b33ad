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

const TIMEOUT_MS = 2000;

/** graph-node's status endpoint. It is optional: whatever it does not answer is null, never an error. */
export class Status {
  readonly endpoint: Endpoint | null;

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

  /** The hash, with 0x, of the block with a number on the chain that `lag` is of. */
  async hashOf(lag: Lag | null, number: number): Promise<string | null> {
    if (lag === null) return null;
    const found = await this.#ask<{ readonly blockHashFromNumber: string | null }>(HASH, {
      network: lag.network,
      number,
    });
    const hash = found?.blockHashFromNumber?.replace(/^0x/, "");
    return hash === undefined ? null : `0x${hash}`;
  }

  async #ask<T>(query: string, variables: Readonly<Record<string, unknown>>): Promise<T | null> {
    const answer = await this.endpoint?.ask(query, variables, { timeout: TIMEOUT_MS }).catch(() => null);
    return answer?.errors === undefined && answer?.data != null ? (answer.data as T) : null;
  }
}
