import { ROOM_ADVICE } from "./DiskSpace.ts";
import { graphql } from "./rpc.ts";
import { firstLine, StackError } from "./StackError.ts";

// graph-node tries again what may be the fault of others, and calls the subgraph failed until that works.
const PATIENCE_MS = 10_000;
const QUERY = `query($ids: [String!]) {
  indexingStatuses(subgraphs: $ids) {
    health
    fatalError { message deterministic block { number } }
    chains { latestBlock { number } }
  }
}`;

type Failure = { message: string; deterministic: boolean; block: { number: string } | null };
type Answer = {
  indexingStatuses: {
    health: string;
    fatalError: Failure | null;
    chains: { latestBlock: { number: string } | null }[];
  }[];
};

/** What graph-node says of one subgraph, asked again and again. */
export class SubgraphStatus {
  readonly #url: string;
  readonly #id: string;
  #failing: { readonly since: number; readonly first: Failure } | null = null;

  /** `url`: graph-node's status endpoint; `id`: the deployment. */
  constructor(url: string, id: string) {
    this.#url = url;
    this.#id = id;
  }

  /**
   * The last block indexed, 0 before the first; null when graph-node does not answer (its death is seen
   * elsewhere). Errors: StackError with graph-node's message when the subgraph has failed for good, or for
   * ten seconds.
   */
  async latestBlock(): Promise<number | null> {
    const answer = await graphql(this.#url, QUERY, { ids: [this.#id] }).catch(() => null);
    if (answer === null) return null;
    const [status] = (answer as Answer).indexingStatuses;
    this.#check(status?.health === "failed" ? status.fatalError : null);
    return Number(status?.chains[0]?.latestBlock?.number ?? 0);
  }

  #check(failure: Failure | null): void {
    if (failure === null) {
      this.#failing = null;
      return;
    }
    this.#failing ??= { since: performance.now(), first: failure };
    if (failure.deterministic) throw failed(failure);
    // what comes after the first failure is often but its consequence
    if (performance.now() - this.#failing.since >= PATIENCE_MS) throw failed(this.#failing.first);
  }
}

/** graph-node puts whole statements into its messages. */
const MESSAGE_LENGTH = 300;

function failed({ message, block, deterministic }: Failure): StackError {
  const what = firstLine(message).slice(0, MESSAGE_LENGTH);
  const where = block ? ` at block ${block.number}` : "";
  const log = "see logs/graph-node.log in the data directory";
  const advice = deterministic
    ? `${log}; correct the subgraph, build it and start again`
    : `${log}; start again`;
  const isFull = /No space left on device/.test(message);
  return new StackError(`the subgraph failed${where}: ${what}`, isFull ? ROOM_ADVICE : advice);
}
