import type { FastifyBaseLogger } from "fastify";
import { Blocks } from "./subgraph/Blocks.ts";
import { Histories } from "./subgraph/Histories.ts";
import type { Status } from "./subgraph/Status.ts";
import type { Subgraph } from "./subgraph/Subgraph.ts";

export type { CapacityBasis } from "./subgraph/reveals.ts";

/** What lives as long as the process. */
export type Upstream = {
  readonly subgraph: Subgraph;
  readonly status: Status;
  /** How many blocks behind the chain's head a block counts as final. */
  readonly finalityBlocks: number;
  /** SuperTokens, in lower case, that wrap the token that buffers pay in, wei for wei. */
  readonly superTokens: ReadonlySet<string>;
};

/** What one request works with. */
export type Context = {
  readonly upstream: Upstream;
  /** When the request came, in milliseconds since 1970. */
  readonly now: number;
  readonly blocks: Blocks;
  readonly histories: Histories;
  readonly log: FastifyBaseLogger;
};

/** The context of a request that comes now. */
export function contextOf(upstream: Upstream, log: FastifyBaseLogger): Context {
  return {
    upstream,
    now: Date.now(),
    blocks: new Blocks(upstream.subgraph, upstream.status),
    histories: new Histories(upstream.subgraph),
    log,
  };
}
