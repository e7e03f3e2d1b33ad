import { appendFileSync, writeFileSync } from "node:fs";
import type { Deployment } from "@manometer/contracts/deployment";
import type { Expected } from "@manometer/scenario/expected";
import { LEAD_SECONDS, profileDuration } from "@manometer/scenario/profile";
import type { LocalSource, ProfileName } from "../options.ts";
import { type Address, type Chain, headNumber, startLocalChain } from "./Chain.ts";
import { deployLocal } from "./deployment.ts";
import type { Means } from "./Means.ts";
import { grouped } from "./Progress.ts";
import { firstLine, StackError } from "./StackError.ts";
import type { World } from "./World.ts";

/** A new chain in memory with our contracts deployed on it, whose history ends now; `at`: as in startLocalChain. */
export async function localWorld(means: Means, source: LocalSource, at?: Address): Promise<World> {
  const { dataDir, progress } = means;
  const start = Math.floor(Date.now() / 1000) - duration(source.profile);
  const chain = await progress.step(
    "Chain",
    () => startLocalChain(means, start, at),
    ({ chainId, url }) => `Hardhat, chain ${chainId}, at ${url}`,
  );
  const deployment = await progress.step(
    "Contracts",
    (report) => deployLocal(chain, start, report).catch(failed("the deployment of the contracts")),
    ({ contracts }) => `${Object.keys(contracts).length} deployed`,
  );
  dataDir.writeJson("deployment.json", deployment);
  return {
    chain,
    isInMemory: true,
    sources: deployment.contracts,
    superToken: deployment.superfluid.superToken,
    play: () => play(means, { chain, source, deployment, start }),
    live: source.isLive ? () => live(means, { chain, source, deployment, start }) : null,
  };
}

type Stage = { chain: Chain; source: LocalSource; deployment: Deployment; start: number };

async function play(means: Means, { chain, source, deployment, start }: Stage): Promise<number> {
  const { profile, seed } = source;
  if (profile === "none") return await headNumber(chain);
  const { stack, dataDir, progress } = means;
  const expected: Expected = await progress.step(
    "History",
    async (report) => {
      const { runScenario } = await import("@manometer/scenario/run");
      const onProgress = (done: number, total: number) =>
        report(`${grouped(done)} of ${grouped(total)} transactions`);
      const options = {
        rpcUrl: chain.url,
        deployment,
        profile,
        seed,
        start,
        onProgress,
        signal: stack.signal,
      };
      return await runScenario(options).catch(failed(`the scenario (profile ${profile}, seed ${seed})`));
    },
    ({ head }) => `${profile}, seed ${seed}, ${grouped(head.number)} blocks`,
  );
  dataDir.writeJson("expected.json", expected);
  return expected.head.number;
}

/** Goes on after the history and writes down what it does. */
async function live({ stack, dataDir }: Means, { chain, source, deployment }: Stage): Promise<void> {
  const { runLive } = await import("@manometer/scenario/live");
  const log = dataDir.log("live");
  writeFileSync(log, "");
  await runLive({
    rpcUrl: chain.url,
    deployment,
    seed: source.seed,
    signal: stack.signal,
    onEvent: ({ block, by, kind, error }) =>
      appendFileSync(log, `block ${block}: ${by} ${kind}${error === null ? "" : ` failed: ${error}`}\n`),
  }).catch(failed("the live history"));
}

/** Seconds from block 0 to the end of the history. */
function duration(profile: ProfileName): number {
  return profile === "none" ? LEAD_SECONDS : profileDuration(profile);
}

function failed(what: string): (error: unknown) => never {
  return (error) => {
    throw new StackError(
      `${what} failed: ${firstLine(error)}`,
      "see logs/chain.log in the data directory; if it comes again with --fresh, please report it",
    );
  };
}
