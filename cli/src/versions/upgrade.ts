import { setTimeout as sleep } from "node:timers/promises";
import { grouped, type Report } from "../stack/Progress.ts";
import { StackError } from "../stack/StackError.ts";
import { SUBGRAPH } from "../stack/Subgraph.ts";
import { buildOf } from "../stack/SubgraphBuild.ts";
import { keepOnly, keptVersions, NEXT } from "./kept.ts";
import type { VersionStatus, Versions } from "./Versions.ts";

/** What a wait needs: its signal's reason ends it. */
export type Waiting = { signal: AbortSignal; report: Report };

const POLL_MS = 300;
const AWAY_MS = 60_000;
const STUCK_MS = 60_000;
const SWAP_MS = 30_000;

/**
 * Begins to index a deployment beside the current one; one that has begun goes on. Gives the id of the deployment whose
 * place it takes, or null.
 */
export async function begin(versions: Versions, id: string): Promise<string | null> {
  const next = await versions.named(NEXT);
  if (next?.id === id) return null;
  // Removed first: a graph-node that switches only what is synced would hold this one back behind it.
  if (next !== null) await versions.forget(NEXT);
  await versions.name(NEXT, id);
  return next?.id ?? null;
}

/** Removes the name of the next version while it stands for this deployment; another deploy may have taken it. */
export async function forgetNext(versions: Versions, id: string): Promise<void> {
  if ((await versions.named(NEXT))?.id === id) await versions.forget(NEXT);
}

/**
 * Waits until a deployment has caught up with the chain and with the current version. Errors: FailedVersion when
 * it fails for good; StackError when another deploy takes its place, or when for a minute graph-node fails at the same
 * block or does not answer; the signal's reason.
 */
export async function untilCaughtUp(
  versions: Versions,
  id: string,
  waiting: Waiting,
): Promise<VersionStatus> {
  const { signal, report } = waiting;
  let answered = performance.now();
  let moved = { latest: -1, at: answered };
  for (;;) {
    signal.throwIfAborted();
    try {
      const status = await versions.ofId(id);
      // In this order: a swap names the current one before it forgets the next one.
      const next = await versions.named(NEXT);
      const current = await versions.named(SUBGRAPH);
      answered = performance.now();
      if (next?.id !== id && current?.id !== id) throw displaced(id, next);
      if (status?.error?.isForGood) throw failed(status);
      if (status !== null && (status.error === null || status.latest !== moved.latest))
        moved = { latest: status.latest, at: answered };
      if (status !== null && answered - moved.at > STUCK_MS) throw stuck(status);
      if (status !== null) report(progressOf(status));
      if (status !== null && hasCaughtUp(status, current)) return status;
    } catch (error) {
      const isOver = error instanceof FailedVersion || error instanceof StoppedVersion;
      if (isOver || performance.now() - answered > AWAY_MS) throw error;
      report("graph-node does not answer");
    }
    await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** A version that cannot go on: its own code is at fault. */
export class FailedVersion extends StackError {}

/** A version that does not get on: the fault may be another's. */
class StoppedVersion extends StackError {}

/**
 * Makes a deployment the current version in one step, keeps the one before it and `keep` versions in all, and gives
 * the ids of those that are kept no longer. Errors: StackError when graph-node does not switch within 30 s.
 */
export async function swap(versions: Versions, id: string, keep: number): Promise<string[]> {
  const current = await versions.named(SUBGRAPH);
  const kept = (await keptVersions(versions)).map((version) => version.id);
  const isWorthKeeping = current !== null && current.id !== id && !current.error?.isForGood;
  const earlier = [...(isWorthKeeping ? [current.id] : []), ...kept].filter(
    (other, at, all) => other !== id && all.indexOf(other) === at,
  );
  const dropped = await keepOnly(versions, earlier.slice(0, keep));
  if (current?.id !== id) await versions.name(SUBGRAPH, id);
  await untilServed(versions, id);
  await forgetNext(versions, id);
  const unkept = keep === 0 && isWorthKeeping ? [current.id] : [];
  return [...unkept, ...dropped].filter((other) => other !== id);
}

async function untilServed(versions: Versions, id: string): Promise<void> {
  const end = performance.now() + SWAP_MS;
  while ((await versions.named(SUBGRAPH))?.id !== id) {
    if (performance.now() > end)
      throw new StackError(
        `graph-node still serves another version than ${id} under the name ${SUBGRAPH}`,
        "give the same command again; what is served is whole",
      );
    await sleep(POLL_MS);
  }
}

function hasCaughtUp(status: VersionStatus, current: VersionStatus | null): boolean {
  const isBehindCurrent = current !== null && !current.isFailed && status.latest < current.latest;
  return status.isSynced && !status.isFailed && !isBehindCurrent;
}

function progressOf({ latest, chainHead, error }: VersionStatus): string {
  const place = `${grouped(latest)} of ${grouped(chainHead)} blocks`;
  return error === null ? place : `${place}; graph-node tries again: ${error.message}`;
}

function displaced(id: string, next: VersionStatus | null): StoppedVersion {
  const other = next === null ? "" : `: ${buildOf(next.id)} is indexed in its stead`;
  return new StoppedVersion(
    `another deploy took the place of ${buildOf(id)}${other}`,
    "deploy it again when the other one is done; what was served still is, or what the other one has swapped in",
  );
}

function stuck({ latest, error }: VersionStatus): StoppedVersion {
  return new StoppedVersion(
    `the new version does not get past block ${latest}: ${error?.message}`,
    "graph-node goes on trying: deploy the same build again to wait on, or another one in its place",
  );
}

function failed({ error }: VersionStatus): FailedVersion {
  const at = error?.block == null ? "" : ` at block ${error.block}`;
  return new FailedVersion(
    `the new version failed${at}: ${error?.message}`,
    "correct the subgraph, build it and deploy again; the version that was current still is",
  );
}
