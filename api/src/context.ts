import type { FastifyBaseLogger } from "fastify";
import type { AuditStore } from "./audits/AuditStore.ts";
import { Audits } from "./audits/Audits.ts";
import type { Witness } from "./chain/Witness.ts";
import { Blocks } from "./subgraph/Blocks.ts";
import type { Fineness } from "./subgraph/FactReader.ts";
import type { Head, IndexedHead } from "./subgraph/Head.ts";
import { Histories } from "./subgraph/Histories.ts";
import type { Status } from "./subgraph/Status.ts";
import type { Subgraph } from "./subgraph/Subgraph.ts";

export type { CapacityBasis } from "./subgraph/reveals.ts";

/** What lives as long as the process. */
export type Upstream = {
  readonly subgraph: Subgraph;
  readonly status: Status;
  /** The indexed head that all requests share. */
  readonly head: Head;
  /** How many blocks behind the chain's head a block counts as final. */
  readonly finalityBlocks: number;
  /** How finely histories are read. */
  readonly fineness: Fineness;
  /** SuperTokens, in lower case, that wrap the token that buffers pay in, wei for wei. */
  readonly superTokens: ReadonlySet<string>;
  /** The audits that are kept, and the policy that they are made by. */
  readonly auditStore: AuditStore;
  /** Whom to ask whether the chain says what the index says; null for nobody. */
  readonly witness: Witness | null;
};

/** What is learnt of an answer while it is made. */
export type Outcome = {
  /** The operation's name; null where it has none. */
  operation: string | null;
  /** The codes of its errors; null until it is known whether there are any. */
  codes: readonly string[] | null;
  /** Whether the same question at the same block has the same answer, so that it may be kept: set false where not. */
  isRepeatable: boolean;
};

/** What one request works with. */
export type Context = {
  readonly upstream: Upstream;
  /** When the request came, in milliseconds since 1970. */
  readonly now: number;
  readonly blocks: Blocks;
  readonly histories: Histories;
  readonly audits: Audits;
  readonly log: FastifyBaseLogger;
  readonly outcome: Outcome;
};

/** What a request brings along. */
export type Bounds = {
  /** The head that it is answered at. */
  readonly head?: IndexedHead;
  /** When it is given up. */
  readonly signal?: AbortSignal;
  /** Whether it has asked graph-node already: what it asks of histories is then one request, be it slower. */
  readonly hasAsked?: boolean;
};

/** The context of a request that comes now; without bounds it takes the newest head, and each question has 15 s. */
export function contextOf(
  upstream: Upstream,
  log: FastifyBaseLogger,
  { head, signal, hasAsked = false }: Bounds = {},
): Context {
  const served = head === undefined ? upstream.subgraph : upstream.subgraph.of(head.block.deployment);
  const subgraph = signal === undefined ? served : served.until(signal);
  const taken = async () => head ?? upstream.head.now();
  const blocks = new Blocks({ subgraph, status: upstream.status, head: taken });
  const histories = new Histories(subgraph, upstream.fineness, hasAsked ? 1 : 2);
  const outcome: Outcome = { operation: null, codes: null, isRepeatable: true };
  return {
    upstream: { ...upstream, subgraph },
    now: Date.now(),
    blocks,
    histories,
    audits: new Audits({
      source: histories.source,
      store: upstream.auditStore,
      witness: upstream.witness,
      finalBlock: async () => (await blocks.head()).number - upstream.finalityBlocks,
      onDegraded: () => {
        outcome.isRepeatable = false;
      },
      warn: (why) => log.warn({ why }, "the node at RPC_URL could not be asked for an audit"),
    }),
    log,
    outcome,
  };
}
