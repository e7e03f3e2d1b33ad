import { setTimeout as sleep } from "node:timers/promises";
import { Versions } from "../versions/Versions.ts";
import type { GraphNode } from "./GraphNode.ts";
import { grouped, type Report } from "./Progress.ts";
import { SubgraphStatus } from "./SubgraphStatus.ts";
import { waitFor } from "./waitFor.ts";

/** The name under which graph-node serves the subgraph. */
export const SUBGRAPH = "manometer";

const POLL_MS = 200;
const WATCH_MS = 2000;
const PATIENCE_MS = 24 * 3600 * 1000;
/** A subgraph that graph-node indexes. `id` is its deployment, `url` its GraphQL endpoint. */
export type Subgraph = { id: string; url: string; statusUrl: string };

/**
 * The subgraph that our name stands for, where graph-node holds one from before that has not failed for good; else
 * the deployment `built` is given the name.
 */
export async function standingSubgraph(node: GraphNode, built: string): Promise<Subgraph> {
  const current = await new Versions(node).named(SUBGRAPH);
  const stands = current !== null && current.id !== built && !current.error?.isForGood;
  return stands ? servedAs(node, current.id) : await deploySubgraph(node, built);
}

/** Gives our name to a deployment; one that is indexed already goes on where it was. Errors: as Versions.name. */
export async function deploySubgraph(node: GraphNode, id: string): Promise<Subgraph> {
  await new Versions(node).name(SUBGRAPH, id);
  return servedAs(node, id);
}

function servedAs({ queryUrl, statusUrl }: GraphNode, id: string): Subgraph {
  return { id, url: `${queryUrl}/subgraphs/name/${SUBGRAPH}`, statusUrl };
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

/**
 * Looks after what our name stands for, whichever version that is. Never resolves; errors: StackError when it fails,
 * the signal's reason.
 */
export async function watchSubgraph(node: GraphNode, signal: AbortSignal): Promise<never> {
  const versions = new Versions(node);
  let watched = "";
  let status = new SubgraphStatus(node.statusUrl, watched);
  for (;;) {
    await sleep(WATCH_MS, undefined, { signal }).catch(() => undefined);
    signal.throwIfAborted();
    const current = await versions.named(SUBGRAPH).catch(() => null);
    if (current === null) continue;
    if (watched !== current.id) status = new SubgraphStatus(node.statusUrl, current.id);
    watched = current.id;
    await status.latestBlock();
  }
}
