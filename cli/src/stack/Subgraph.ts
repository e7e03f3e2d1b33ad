import type { GraphNode } from "./GraphNode.ts";
import { grouped, type Report } from "./Progress.ts";
import { graphql, rpc } from "./rpc.ts";
import { firstLine, StackError } from "./StackError.ts";
import { waitFor } from "./waitFor.ts";

/** The name under which graph-node serves the subgraph. */
export const SUBGRAPH = "manometer";

const POLL_MS = 200;
const PATIENCE_MS = 24 * 3600 * 1000;
const STATUS = `query($ids: [String!]) {
  indexingStatuses(subgraphs: $ids) {
    health
    fatalError { message block { number } }
    chains { latestBlock { number } }
  }
}`;

type Status = {
  health: string;
  fatalError: { message: string; block: { number: string } | null } | null;
  chains: { latestBlock: { number: string } | null }[];
};

/** A subgraph that graph-node indexes. `id` is the path of its manifest, `url` its GraphQL endpoint. */
export type Subgraph = { id: string; url: string; statusUrl: string };

/** Deploys a manifest under our name; one that is deployed already goes on where it was. */
export async function deploySubgraph(node: GraphNode, manifest: string): Promise<Subgraph> {
  try {
    await rpc(node.adminUrl, "subgraph_create", { name: SUBGRAPH }).catch((error: Error) => {
      if (!/already exists/.test(error.message)) throw error;
    });
    await rpc(node.adminUrl, "subgraph_deploy", { name: SUBGRAPH, ipfs_hash: manifest });
  } catch (error) {
    throw new StackError(
      `graph-node refused the subgraph: ${firstLine(error)}`,
      `check ${manifest}, and the contracts' addresses and start blocks in it`,
    );
  }
  return { id: manifest, url: `${node.queryUrl}/subgraphs/name/${SUBGRAPH}`, statusUrl: node.statusUrl };
}

/**
 * Waits until the subgraph has indexed the block `head`, reporting how far it is. Errors: StackError with
 * graph-node's message when the subgraph fails.
 */
export async function untilIndexed(
  subgraph: Subgraph,
  head: number,
  { signal, report }: { signal: AbortSignal; report: Report },
): Promise<number> {
  return await waitFor(
    async () => {
      const latest = await latestBlock(subgraph);
      report(`${grouped(latest)} of ${grouped(head)} blocks`);
      return latest >= head ? latest : null;
    },
    {
      signal,
      timeoutMs: PATIENCE_MS,
      everyMs: POLL_MS,
      missing: `the subgraph did not reach block ${head}`,
      advice: "see logs/graph-node.log in the data directory",
    },
  );
}

/** The last block indexed; 0 before the first. Errors: StackError when the subgraph has failed. */
export async function latestBlock(subgraph: Subgraph): Promise<number> {
  const answer = await graphql(subgraph.statusUrl, STATUS, { ids: [subgraph.id] });
  const [status] = (answer as { indexingStatuses: Status[] }).indexingStatuses;
  if (status?.health === "failed") {
    const { message, block } = status.fatalError ?? { message: "no reason given", block: null };
    throw new StackError(
      `the subgraph failed${block ? ` at block ${block.number}` : ""}: ${firstLine(message)}`,
      "see logs/graph-node.log in the data directory; correct the subgraph, build it and start again",
    );
  }
  return Number(status?.chains[0]?.latestBlock?.number ?? 0);
}
