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
  #failingSince: number | null = null;

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
      this.#failingSince = null;
      return;
    }
    this.#failingSince ??= performance.now();
    if (!failure.deterministic && performance.now() - this.#failingSince < PATIENCE_MS) return;
    throw new StackError(
      `the subgraph failed${failure.block ? ` at block ${failure.block.number}` : ""}: ${firstLine(failure.message)}`,
      "see logs/graph-node.log in the data directory; correct the subgraph, build it and start again",
    );
  }
}
