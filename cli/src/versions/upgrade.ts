import { setTimeout as sleep } from "node:timers/promises";
import { grouped, type Report } from "../stack/Progress.ts";
import { StackError } from "../stack/StackError.ts";
import { SUBGRAPH } from "../stack/Subgraph.ts";
import { keepOnly, keptVersions, NEXT } from "./kept.ts";
import type { VersionStatus, Versions } from "./Versions.ts";

/** What a wait needs: its signal's reason ends it. */
export type Waiting = { signal: AbortSignal; report: Report };

const POLL_MS = 300;
const AWAY_MS = 60_000;
const STUCK_MS = 60_000;
const SWAP_MS = 30_000;

/** Begins to index a deployment beside the current one; one that has begun goes on. */
export async function begin(versions: Versions, id: string): Promise<void> {
  const next = await versions.named(NEXT);
  if (next?.id === id) return;
  // Removed first: a graph-node that switches only what is synced would hold this one back behind it.
  if (next !== null) await versions.forget(NEXT);
  await versions.name(NEXT, id);
}

/**
 * Waits until a deployment has caught up with the chain and with the current version. Errors: FailedVersion when
 * it fails for good; StackError when for a minute graph-node fails at the same block or does not answer; the signal's
 * reason.
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
      const [status, current] = await Promise.all([versions.ofId(id), versions.named(SUBGRAPH)]);
      answered = performance.now();
      if (status?.error?.isForGood) throw failed(status);
      if (status !== null && (status.error === null || status.latest !== moved.latest))
        moved = { latest: status.latest, at: answered };
      if (status !== null && answered - moved.at > STUCK_MS) throw stuck(status);
      if (status !== null) report(progressOf(status));
      if (status !== null && hasCaughtUp(status, current)) return status;
    } catch (error) {
      const isStuck = error instanceof FailedVersion || error instanceof StuckVersion;
      if (isStuck || performance.now() - answered > AWAY_MS) throw error;
      report("graph-node does not answer");
    }
    await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** A version that cannot go on: its own code is at fault. */
export class FailedVersion extends StackError {}

/** A version that does not get on, though graph-node tries again and again: the fault may be another's. */
class StuckVersion extends StackError {}

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
  const next = await versions.named(NEXT);
  if (next !== null) await versions.forget(NEXT);
  const unkept = keep === 0 && isWorthKeeping ? [current.id] : [];
  return [...unkept, ...dropped, ...(next === null ? [] : [next.id])].filter((other) => other !== id);
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

function stuck({ latest, error }: VersionStatus): StuckVersion {
  return new StuckVersion(
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
