import { setTimeout as sleep } from "node:timers/promises";
import type { GraphNode } from "./GraphNode.ts";
import { grouped, type Report } from "./Progress.ts";
import { rpc } from "./rpc.ts";
import { firstLine, StackError } from "./StackError.ts";
import { SubgraphStatus } from "./SubgraphStatus.ts";
import { waitFor } from "./waitFor.ts";

/** The name under which graph-node serves the subgraph. */
export const SUBGRAPH = "manometer";

const POLL_MS = 200;
const WATCH_MS = 2000;
const PATIENCE_MS = 24 * 3600 * 1000;
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
 * Waits until the subgraph has indexed the block `head`, reporting how far it is; gives the last block
 * indexed. Errors: StackError when the subgraph fails.
 */
export async function untilIndexed(
  { statusUrl, id }: Subgraph,
  head: number,
  { signal, report }: { signal: AbortSignal; report: Report },
): Promise<number> {
  const status = new SubgraphStatus(statusUrl, id);
  const probe = async () => {
    const latest = await status.latestBlock();
    if (latest === null) return null;
    report(`${grouped(latest)} of ${grouped(head)} blocks`);
    return latest >= head ? latest : null;
  };
  return await waitFor(probe, {
    signal,
    timeoutMs: PATIENCE_MS,
    everyMs: POLL_MS,
    missing: `the subgraph did not reach block ${head}`,
    advice: "see logs/graph-node.log in the data directory",
  });
}

/** Looks after an indexed subgraph. Never resolves; errors: StackError when it fails, the signal's reason. */
export async function watchSubgraph({ statusUrl, id }: Subgraph, signal: AbortSignal): Promise<never> {
  const status = new SubgraphStatus(statusUrl, id);
  for (;;) {
    await sleep(WATCH_MS, undefined, { signal }).catch(() => undefined);
    signal.throwIfAborted();
    await status.latestBlock();
  }
}
