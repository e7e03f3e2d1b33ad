import { StackError } from "../stack/StackError.ts";
import { SUBGRAPH } from "../stack/Subgraph.ts";
import { keepOnly, keptVersions } from "./kept.ts";
import type { Versions } from "./Versions.ts";

/** What a rollback has done: the version that is current now, the one that was, and those kept no longer. */
export type RolledBack = { now: string; before: string; block: number; dropped: string[] };

/**
 * Makes the version before the current one current again, at once. The one that was current is kept in its place,
 * so that a second rollback goes forward again, unless `keep` is 0 or it has failed for good. Errors: StackError
 * when there is no earlier version, or when that one has failed; the signal's reason, which ends it while the current
 * one still is.
 */
export async function rollback(versions: Versions, keep: number, signal?: AbortSignal): Promise<RolledBack> {
  const current = await versions.named(SUBGRAPH);
  const kept = (await keptVersions(versions)).filter(({ id }) => id !== current?.id);
  const [earlier, ...older] = kept;
  if (current === null || earlier === undefined) {
    throw new StackError(
      "there is no earlier version to go back to",
      "deploy the one that you want: build it, then manometer deploy",
    );
  }
  if (earlier.error?.isForGood) {
    throw new StackError(
      `the earlier version ${earlier.id} has failed: ${earlier.error.message}`,
      "deploy one that works: build it, then manometer deploy",
    );
  }
  const ids = kept.map(({ id }) => id);
  const saved = current.error?.isForGood ? ids : [current.id, ...ids];
  // First, so that what is cut off in between has lost no version.
  signal?.throwIfAborted();
  await keepOnly(versions, saved);
  signal?.throwIfAborted();
  await versions.name(SUBGRAPH, earlier.id);
  const rest = saved.filter((id) => id !== earlier.id).slice(0, keep);
  await keepOnly(versions, rest);
  const dropped = [current.id, ...older.map(({ id }) => id)].filter((id) => !rest.includes(id));
  return { now: earlier.id, before: current.id, block: earlier.latest, dropped };
}
