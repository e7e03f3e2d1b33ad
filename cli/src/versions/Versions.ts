import { graphql, rpc } from "../stack/rpc.ts";
import { firstLine, StackError } from "../stack/StackError.ts";

/** Where a graph-node takes orders, and where it tells what it does. */
export type GraphNodeUrls = { adminUrl: string; statusUrl: string };

/** How one deployment stands. */
export type VersionStatus = {
  /** Its id: an IPFS hash, or what a gnd was given. */
  id: string;
  isFailed: boolean;
  /** graph-node's own words of why it failed or tries again; null while all is well. */
  error: { message: string; isForGood: boolean; block: number | null } | null;
  /** Whether it has been at the chain's head once. */
  isSynced: boolean;
  latest: number;
  chainHead: number;
};

const FIELDS = `subgraph health synced fatalError { message deterministic block { number } }
  chains { latestBlock { number } chainHeadBlock { number } }`;
const OF_NAME = `query($name: String!) { found: indexingStatusForCurrentVersion(subgraphName: $name) { ${FIELDS} } }`;
const OF_PENDING = `query($name: String!) { found: indexingStatusForPendingVersion(subgraphName: $name) { ${FIELDS} } }`;
const OF_ID = `query($ids: [String!]) { found: indexingStatuses(subgraphs: $ids) { ${FIELDS} } }`;

type Numbered = { number: string } | null;
type Row = {
  subgraph: string;
  health: string;
  synced: boolean;
  fatalError: { message: string; deterministic: boolean; block: Numbered } | null;
  chains: { latestBlock: Numbered; chainHeadBlock: Numbered }[];
};

/** The names of a graph-node, and the deployments that they stand for. */
export class Versions {
  readonly #node: GraphNodeUrls;
  readonly #patienceMs: number | undefined;

  /** `patienceMs`: how long it may take to tell; 10 s where nothing is said. */
  constructor(node: GraphNodeUrls, patienceMs?: number) {
    this.#node = node;
    this.#patienceMs = patienceMs;
  }

  /** What a name serves; null when there is no such name. Errors: StackError when graph-node does not answer. */
  async named(name: string): Promise<VersionStatus | null> {
    const { found } = (await this.#ask(OF_NAME, { name })) as { found: Row | null };
    return found === null ? null : statusOf(found);
  }

  /** What a name will serve once it has caught up, where graph-node itself holds it back; else null. */
  async pending(name: string): Promise<VersionStatus | null> {
    const { found } = (await this.#ask(OF_PENDING, { name })) as { found: Row | null };
    return found === null ? null : statusOf(found);
  }

  /** How a deployment stands; null when graph-node has none of that id. */
  async ofId(id: string): Promise<VersionStatus | null> {
    const { found } = (await this.#ask(OF_ID, { ids: [id] })) as { found: Row[] };
    return found[0] === undefined ? null : statusOf(found[0]);
  }

  /** Makes a name stand for a deployment, which is indexed from now on. Errors: StackError when it is refused. */
  async name(name: string, id: string): Promise<void> {
    try {
      await rpc(this.#node.adminUrl, "subgraph_create", { name }).catch((error: Error) => {
        if (!/already exists/.test(error.message)) throw error;
      });
      await rpc(this.#node.adminUrl, "subgraph_deploy", { name, ipfs_hash: id });
    } catch (error) {
      throw new StackError(
        `graph-node refused the subgraph ${id}: ${firstLine(error)}`,
        "check that its admin port is meant and can read the build, the manifest, and the contracts' addresses in it",
      );
    }
  }

  /** Removes a name. A deployment without any is no longer indexed; its tables stay. */
  async forget(name: string): Promise<void> {
    await rpc(this.#node.adminUrl, "subgraph_remove", { name }).catch((error: unknown) => {
      throw new StackError(
        `graph-node did not remove the name ${name}: ${firstLine(error)}`,
        `ask ${this.#node.adminUrl}`,
      );
    });
  }

  async #ask(query: string, variables: Record<string, unknown>): Promise<unknown> {
    const { statusUrl } = this.#node;
    return await graphql(statusUrl, query, variables, this.#patienceMs).catch((error: unknown) => {
      throw new StackError(
        `graph-node's status at ${statusUrl} cannot be asked: ${firstLine(error)}`,
        "check that graph-node runs and that this is its status endpoint",
      );
    });
  }
}

function statusOf({ subgraph, health, synced, fatalError, chains: [chain] }: Row): VersionStatus {
  const error = fatalError && {
    message: firstLine(fatalError.message),
    isForGood: fatalError.deterministic,
    block: fatalError.block === null ? null : Number(fatalError.block.number),
  };
  return {
    id: subgraph,
    isFailed: health === "failed",
    error: health === "failed" ? error : null,
    isSynced: synced,
    latest: Number(chain?.latestBlock?.number ?? 0),
    chainHead: Number(chain?.chainHeadBlock?.number ?? 0),
  };
}
