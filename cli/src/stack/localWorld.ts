import type { LocalSource } from "../options.ts";
import { headNumber, startLocalChain } from "./Chain.ts";
import { deployLocal } from "./deployment.ts";
import type { Means } from "./Means.ts";
import type { World } from "./World.ts";

/** A new chain in memory, with our contracts deployed on it. */
export async function localWorld(means: Means, source: LocalSource): Promise<World> {
  const { stack, dataDir, progress } = means;
  const start = Math.floor(Date.now() / 1000);
  const chain = await progress.step(
    "Chain",
    () => startLocalChain(means, start),
    ({ chainId, url }) => `Hardhat, chain ${chainId}, at ${url}`,
  );
  const deployment = await progress.step(
    "Contracts",
    (report) => stack.guard(deployLocal(chain, start, report)),
    ({ contracts }) => `${Object.keys(contracts).length} deployed`,
  );
  dataDir.writeJson("deployment.json", deployment);
  return {
    chain,
    isInMemory: true,
    sources: deployment.contracts,
    play: () => headNumber(chain),
    live: null,
  };
}
