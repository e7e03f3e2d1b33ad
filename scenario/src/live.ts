import { setTimeout as sleep } from "node:timers/promises";
import { artifacts } from "@manometer/contracts/artifacts";
import type { Deployment } from "@manometer/contracts/deployment";
import type { Hex } from "viem";
import type { Act, ActKind } from "./acts.ts";
import { Chain } from "./Chain.ts";
import { type Cast, castFrom, SINKS, SOURCES, TASKS, taskOf } from "./cast.ts";
import { LiveSink } from "./LiveSink.ts";
import { Player, type Sent } from "./Player.ts";
import { type Random, randomOf } from "./random.ts";

/** What has just been tried: `error` is null where it worked. */
export type LiveEvent = { kind: ActKind | "round"; by: string; block: number; error: string | null };

/** What the live part goes on with. */
export type LiveOptions = {
  rpcUrl: string;
  deployment: Deployment;
  seed: number;
  /** Seconds between two blocks; 3 when not given. */
  everySeconds?: number;
  onEvent?: (event: LiveEvent) => void;
  /** Ends it. */
  signal: AbortSignal;
};

/** Rounds that may fail in a row before the live part gives up. */
const PATIENCE = 5;

/** Every so many rounds a pool is rebalanced although it need not be. */
const REBALANCE_ROUNDS = 20;

type Scene = { chain: Chain; cast: Cast; sinks: readonly LiveSink[]; random: Random; round: number };

/**
 * Goes on after a history until the signal aborts: one block every few seconds at wall-clock time, never going back,
 * with commits, reveals, deposits, drains, rebalances, and now and then an expiry, a stake or another stream. A
 * transaction that fails is reported and survived; throws when the chain stays unreachable.
 */
export async function runLive(options: LiveOptions): Promise<void> {
  const { rpcUrl, deployment, seed, signal, everySeconds = 3 } = options;
  const chain = new Chain(rpcUrl, deployment, signal);
  const random = randomOf(seed, "live");
  let failures = 0;
  try {
    const cast = castFrom(await chain.accounts());
    const sinks = SINKS.flatMap((role) => role.serves.map((name) => new LiveSink(role, name, cast)));
    for (let round = 0; !signal.aborted; round++) {
      try {
        await playRound({ chain, cast, sinks, random, round }, options);
        failures = 0;
      } catch (error) {
        if (signal.aborted) break;
        failures += 1;
        if (failures >= PATIENCE) throw error;
        options.onEvent?.({ kind: "round", by: "live", block: 0, error: String(error) });
      }
      await sleep(everySeconds * 1000, undefined, { signal }).catch(() => {});
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    chain.close();
    await restoreAutomine(options);
  }
}

/** The chain mines by itself again, also after an abort has ended the connection. */
async function restoreAutomine({ rpcUrl, deployment }: LiveOptions): Promise<void> {
  const chain = new Chain(rpcUrl, deployment, AbortSignal.timeout(1000));
  await chain.setAutomine(true).catch(() => {});
  chain.close();
}

async function playRound(scene: Scene, { onEvent, signal }: LiveOptions): Promise<void> {
  const { chain, cast } = scene;
  const head = await chain.head();
  const block = head.block + 1;
  const timestamp = Math.max(Math.floor(Date.now() / 1000), head.timestamp + 1);
  const acts = await actsOf(scene, block);
  const player = new Player(chain);
  await chain.setAutomine(false);
  await player.play({ block, timestamp, acts }, 0, 1);
  for (const sent of player.takeSent()) {
    signal.throwIfAborted();
    const error = await errorOf(chain, sent);
    onEvent?.({ kind: sent.act.kind, by: cast.nameOf(sent.act.by), block, error });
  }
}

async function errorOf({ client }: Chain, { hash }: Sent): Promise<string | null> {
  const { status } = await client.getTransactionReceipt({ hash });
  return status === "success" ? null : `transaction ${hash} reverted`;
}

async function actsOf(scene: Scene, block: number): Promise<Act[]> {
  const { chain, sinks, random } = scene;
  const reveals = sinks.flatMap((sink) => sink.reveal(block));
  const committers = [random.pick(sinks), random.pick(sinks)];
  const commits: Act[] = [];
  for (const sink of new Set(committers)) commits.push(...(await sink.commit(chain, block, random)));
  return [...reveals, ...commits, ...(await paymentsOf(scene)), ...(await upkeepOf(scene))];
}

/** A deposit in one round of three, a change of a stream in one of twelve, a little more stake in one of fifteen. */
async function paymentsOf({ chain, cast, random }: Scene): Promise<Act[]> {
  const source = random.pick(SOURCES);
  const by = cast.addressOf(source.name);
  const taskType = taskOf(random.pick(source.pays)).id;
  const share = random.big(300n, 1500n);
  const acts: Act[] = [];
  if (random.chance(33))
    acts.push({ by, kind: "depositUpTo", taskType, amount: (source.deposit * share) / 1000n });
  if (random.chance(8) && (await hasUnits(chain, taskType))) {
    acts.push({ by, kind: "stream", taskType, rate: (source.rate * share) / 1000n });
  }
  const sink = random.pick(SINKS);
  if (random.chance(7))
    acts.push({ by: cast.addressOf(sink.name), kind: "stake", amount: sink.stake / 200n });
  return acts;
}

async function hasUnits({ client, deployment }: Chain, taskType: Hex): Promise<boolean> {
  const { address } = deployment.contracts.BackpressurePool;
  const reader = { address, abi: artifacts.BackpressurePool.abi, functionName: "membersOf" } as const;
  return (await client.readContract({ ...reader, args: [taskType] })).length > 0;
}

/** The keeper looks at one task type a round: it rebalances where that is due, and drains every fourth round. */
async function upkeepOf({ chain, cast, round }: Scene): Promise<Act[]> {
  const { id: taskType } = TASKS[round % TASKS.length] ?? taskOf("transcribe");
  const by = cast.addressOf("keeper");
  const { BackpressurePool, EscrowBuffer } = chain.deployment.contracts;
  const pool = { address: BackpressurePool.address, abi: artifacts.BackpressurePool.abi } as const;
  const buffer = { address: EscrowBuffer.address, abi: artifacts.EscrowBuffer.abi } as const;
  const args = [taskType] as const;
  const [isDue, drainable] = await Promise.all([
    chain.client.readContract({ ...pool, functionName: "needsRebalance", args }),
    chain.client.readContract({ ...buffer, functionName: "drainable", args }),
  ]);
  const acts: Act[] = isDue || round % REBALANCE_ROUNDS === 0 ? [{ by, kind: "rebalance", taskType }] : [];
  return round % 4 === 0 && drainable > 0n ? [...acts, { by, kind: "drain", taskType }] : acts;
}
