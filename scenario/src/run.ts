import type { Deployment } from "@manometer/contracts/deployment";
import { Chain, type Head } from "./Chain.ts";
import { castFrom, lower } from "./cast.ts";
import type { Expected } from "./expected.ts";
import { LogReader, type SeenFact } from "./Logs.ts";
import { Player } from "./Player.ts";
import { type Plan, planOf } from "./plan.ts";
import { LEAD_SECONDS, type ProfileName, profileOf } from "./profile.ts";
import { requireSameState } from "./verify.ts";
import { logsOf, requireSameFacts, requireSuccess } from "./watch.ts";
import { countsOf, witnessOf } from "./witness.ts";

export { profileDuration } from "./profile.ts";

/** What a history is played with. */
export type RunOptions = {
  /** A Hardhat node over HTTP, its mempool first in first out, whose block 0 is at `start`. */
  rpcUrl: string;
  deployment: Deployment;
  profile: ProfileName;
  /** The same seed gives the same logs. */
  seed: number;
  /** The chain's first second, unix time. The last block falls on `start + profileDuration(profile)`. */
  start: number;
  /** Called now and then with the number of transactions played so far and in all. */
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
};

/** Blocks with transactions between two looks at the log. */
const WATCH_EVERY = 250;
/** Blocks with transactions between two reports of progress. */
const REPORT_EVERY = 50;

/**
 * Plays a profile's history on the chain, checks every log and every value of state against the model, and gives what
 * an index of it must say. Throws when a transaction reverts, when the chain differs from the model, or on abort.
 */
export async function runScenario(options: RunOptions): Promise<Expected> {
  const chain = new Chain(options.rpcUrl, options.deployment, options.signal);
  try {
    const cast = castFrom(await chain.accounts());
    const before = await chain.head();
    requireEarly(before, options);
    const poolAdmin = lower(options.deployment.contracts.BackpressurePool.address);
    const beginning = { parameters: await chain.parameters(), poolAdmin };
    const profile = profileOf(options.profile);
    const plan = planOf({ ...options, profile, base: before.block, cast, beginning });
    const prologue = await deploymentFacts(chain, before);
    const head = await playAll(chain, plan, options);
    await requireSameState(chain, plan.world, cast);
    const { seed, start } = options;
    return {
      ...{ seed, profile: options.profile, start },
      head: { number: head.block, hash: head.hash, timestamp: head.timestamp },
      counts: countsOf([...prologue, ...plan.world.history.facts]),
      ...witnessOf(plan.world, cast, head),
    };
  } finally {
    chain.close();
  }
}

function requireEarly(head: Head, { start }: RunOptions): void {
  const first = start + LEAD_SECONDS;
  if (head.timestamp >= first) {
    throw new Error(
      `The chain's head is at ${head.timestamp}, the history begins at ${first}: start a fresh chain at ${start}`,
    );
  }
}

/** What the deployment itself has left in the log, and an index will count. */
async function deploymentFacts(chain: Chain, head: Head): Promise<SeenFact[]> {
  const logs = await logsOf(chain.rpc, 0, head.block);
  return new LogReader(chain.deployment, []).facts(logs);
}

async function playAll(chain: Chain, plan: Plan, options: RunOptions): Promise<Head> {
  const { blockSeconds } = profileOf(options.profile);
  const total = plan.blocks.reduce((count, block) => count + block.acts.length, 0);
  const player = new Player(chain);
  let watched = (plan.blocks[0]?.block ?? 1) - 1;
  await chain.silence();
  await chain.setAutomine(false);
  try {
    for (const [i, block] of plan.blocks.entries()) {
      const next = plan.blocks[i + 1]?.block ?? plan.end.block + 1;
      await player.play(block, next - 1 - block.block, blockSeconds);
      if ((i + 1) % REPORT_EVERY === 0) options.onProgress?.(player.count, total);
      if ((i + 1) % WATCH_EVERY !== 0 && next <= plan.end.block) continue;
      await watch(chain, player, plan, { from: watched + 1, to: next - 1 });
      watched = next - 1;
    }
    options.onProgress?.(player.count, total);
  } finally {
    if (!options.signal?.aborted) await chain.setAutomine(true);
  }
  return requireEnd(await chain.head(), plan);
}

/** Compares what has just been played with the model. */
async function watch(
  chain: Chain,
  player: Player,
  plan: Plan,
  range: { from: number; to: number },
): Promise<void> {
  for (const task of plan.world.pools.pools.keys()) await chain.findPool(task);
  const logs = await logsOf(chain.rpc, range.from, range.to);
  await requireSuccess(chain.rpc, player.takeSent(), logs);
  const facts = plan.world.history.facts.filter(({ block }) => block >= range.from && block <= range.to);
  requireSameFacts(facts, logs, new LogReader(chain.deployment, chain.pools.values()));
}

function requireEnd(head: Head, { end }: Plan): Head {
  if (head.block === end.block && head.timestamp === end.timestamp) return head;
  throw new Error(
    `The history ended in block ${head.block} at ${head.timestamp}, expected ${end.block} at ${end.timestamp}: is somebody else mining?`,
  );
}
