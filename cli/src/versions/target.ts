import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { DeployOptions } from "../deployOptions.ts";
import { runningEndpoints } from "../stack/Endpoints.ts";
import { readNetwork, type Sources } from "../stack/networks.ts";
import { inRepository } from "../stack/repository.ts";
import { StackError } from "../stack/StackError.ts";
import { builtSubgraph, renderBuild, renderSubgraph } from "../stack/SubgraphBuild.ts";
import { uploadBuild } from "./ipfs.ts";
import type { GraphNodeUrls } from "./Versions.ts";

/** Where a version is deployed: a graph-node, and the contracts of its chain. */
export type Target = { node: GraphNodeUrls; network: string; sources: Sources };

/** The graph-node that is meant. Errors: StackError when it is that of a stack that does not run. */
export function nodeOf({ at, dataDir }: DeployOptions): GraphNodeUrls {
  return at ?? runningEndpoints(dataDir).graphNode;
}

/** Where a build is to go. Errors: as nodeOf and readNetwork. */
export function targetOf(options: DeployOptions): Target {
  const { at, dataDir } = options;
  if (at === null) {
    const { graphNode, network, sources } = runningEndpoints(dataDir);
    return { node: graphNode, network, sources };
  }
  const { network, networks } = at;
  return {
    node: at,
    network,
    sources: readNetwork(networks ?? inRepository("subgraph/networks.json"), network),
  };
}

/** Puts the build where graph-node finds it, and gives its id there. Errors: StackError when there is no such place. */
export async function place(
  { build, at, dataDir }: DeployOptions,
  { network, sources }: Target,
): Promise<string> {
  const folder = build ?? builtSubgraph();
  if (at !== null && at.ipfs !== null)
    return await uploadBuild(at.ipfs, renderBuild(folder, network, sources));
  const root = resolve(dataDir);
  if (!existsSync(root)) throw noFolder(root);
  const file = (...names: string[]) => join(root, ...names);
  return renderSubgraph({ file }, folder, { chain: { network }, sources });
}

function noFolder(root: string): StackError {
  return new StackError(
    `there is no folder ${root} that graph-node could read the build from`,
    "name the IPFS node that it reads with --ipfs, or the folder that its gnd runs in with --data-dir",
  );
}
