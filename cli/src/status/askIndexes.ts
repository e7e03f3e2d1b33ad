import { SUBGRAPH } from "../stack/Subgraph.ts";
import { NEXT, previousName } from "../versions/kept.ts";
import { type GraphNodeUrls, type VersionStatus, Versions } from "../versions/Versions.ts";
import { PATIENCE_MS } from "./ask.ts";
import type { IndexState } from "./Status.ts";

/** The versions that graph-node indexes. Errors: an Error when its status endpoint does not answer within 2 s. */
export async function askIndexes(node: GraphNodeUrls): Promise<IndexState[]> {
  const versions = new Versions(node, PATIENCE_MS);
  const [current, pending, next, kept] = await Promise.all([
    versions.named(SUBGRAPH),
    versions.pending(SUBGRAPH),
    versions.named(NEXT),
    versions.named(previousName(1)),
  ]);
  const states = [
    ...stateOf("current", current),
    ...stateOf("next", pending),
    ...stateOf("next", next),
    ...stateOf("kept", kept),
  ];
  return states.filter(({ id }, at) => states.findIndex((other) => other.id === id) === at);
}

function stateOf(role: IndexState["role"], version: VersionStatus | null): IndexState[] {
  if (version === null) return [];
  const { isFailed: _, ...state } = version;
  return [{ role, ...state }];
}
