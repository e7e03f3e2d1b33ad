import type { RpcSource } from "../options.ts";
import { existingChain, headNumber } from "./Chain.ts";
import { manifestIn } from "./dialects.ts";
import type { Means } from "./Means.ts";
import { readNetwork } from "./networks.ts";
import { grouped } from "./Progress.ts";
import { inRepository } from "./repository.ts";
import { builtSubgraph } from "./SubgraphBuild.ts";
import { shownUrl } from "./shownUrl.ts";
import type { World } from "./World.ts";

/** A chain that runs already, with contracts that stand there already. */
export async function rpcWorld({ progress }: Means, source: RpcSource): Promise<World> {
  const sources = readNetwork(source.networks ?? inRepository("subgraph/networks.json"), source.network);
  // Whether the build understands them shows before anything is asked or started.
  manifestIn(builtSubgraph(), sources);
  const chain = await progress.step(
    "Chain",
    () => existingChain(source.network, source.url),
    ({ network, chainId, url }) => `${network}, chain ${chainId}, at ${shownUrl(url)}`,
  );
  return {
    chain,
    isInMemory: false,
    superToken: null,
    sources,
    play: () =>
      progress.step(
        "Head",
        () => headNumber(chain),
        (head) => `block ${grouped(head)}`,
      ),
    live: null,
  };
}
