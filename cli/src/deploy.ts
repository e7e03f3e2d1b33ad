import type { DeployOptions } from "./deployOptions.ts";
import { type Interrupt, Interrupted } from "./interrupt.ts";
import { grouped, type Progress } from "./stack/Progress.ts";
import { SUBGRAPH } from "./stack/Subgraph.ts";
import { buildOf } from "./stack/SubgraphBuild.ts";
import { NEXT } from "./versions/kept.ts";
import { rollback } from "./versions/rollback.ts";
import { nodeOf, place, targetOf } from "./versions/target.ts";
import { begin, FailedVersion, forgetNext, swap, untilCaughtUp } from "./versions/upgrade.ts";
import { type VersionStatus, Versions } from "./versions/Versions.ts";

const INTERRUPTED = 130;

/** What the steps work with. */
type Means = { versions: Versions; progress: Progress; interrupt: Interrupt };

/**
 * Deploys the built subgraph beside the one that is served, and lets it take its place when it has caught up; or goes
 * back to the version before. The exit code: 0 done, or begun with --no-wait; 130 interrupted, and indexing goes on.
 * Errors: StackError, FailedVersion when the new version failed, which is removed then.
 */
export async function deploy(
  options: DeployOptions,
  progress: Progress,
  interrupt: Interrupt,
): Promise<number> {
  interrupt.kill.addEventListener("abort", () => process.exit(INTERRUPTED));
  if (options.isRollback)
    return await goBack({ versions: new Versions(nodeOf(options)), progress, interrupt }, options.keep);
  const target = targetOf(options);
  const means = { versions: new Versions(target.node), progress, interrupt };
  const id = await progress.step(
    "Build",
    () => place(options, target),
    (placed) => `${buildOf(placed)}, for ${target.network}`,
  );
  const current = await means.versions.named(SUBGRAPH);
  if (current?.id === id && !current.error?.isForGood) return await already(means, current, options.keep);
  if (current === null) await means.versions.name(SUBGRAPH, id);
  else noteDisplaced(progress, await begin(means.versions, id));
  if (!options.isWaiting) {
    progress.note("it is being indexed; manometer deploy with the same build waits for it and swaps");
    return 0;
  }
  return await finish(means, { id, current }, options.keep);
}

async function finish(
  means: Means,
  { id, current }: { id: string; current: VersionStatus | null },
  keep: number,
): Promise<number> {
  const { versions, progress, interrupt } = means;
  try {
    const { latest } = await progress.step(
      "Index",
      (report) => untilCaughtUp(versions, id, { signal: interrupt.stop, report }),
      (status) => `block ${grouped(status.latest)}`,
    );
    if (current === null) progress.note(`${buildOf(id)} is served, at block ${grouped(latest)}`);
    else await takePlace(means, { id, before: current.id }, keep);
    return 0;
  } catch (error) {
    if (error instanceof Interrupted) {
      progress.note("graph-node goes on indexing it; manometer deploy with the same build waits again");
      return INTERRUPTED;
    }
    if (error instanceof FailedVersion && current !== null) await forgetNext(versions, id);
    throw error;
  }
}

async function takePlace(
  { versions, progress }: Means,
  { id, before }: { id: string; before: string },
  keep: number,
): Promise<void> {
  const dropped = await progress.step(
    "Swap",
    () => swap(versions, id, keep),
    () => `${buildOf(id)} takes the place of ${buildOf(before)}`,
  );
  if (keep > 0)
    progress.note("the one before is kept and indexed on: manometer deploy --rollback goes back to it");
  noteDropped(progress, dropped);
}

async function already({ versions, progress }: Means, current: VersionStatus, keep: number): Promise<number> {
  noteDropped(progress, await swap(versions, current.id, keep));
  progress.note(`${buildOf(current.id)} is already current, at block ${grouped(current.latest)}`);
  const next = await versions.named(NEXT);
  if (next !== null)
    progress.note(`${buildOf(next.id)} goes on being indexed beside it, as another deploy began it`);
  return 0;
}

async function goBack({ versions, progress, interrupt }: Means, keep: number): Promise<number> {
  try {
    const { now, before, block, dropped } = await rollback(versions, keep, interrupt.stop);
    progress.note(
      `${buildOf(now)} is current again, at block ${grouped(block)}, in the place of ${buildOf(before)}`,
    );
    noteDropped(progress, dropped);
    return 0;
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    progress.note("it has not gone back: what was served still is");
    return INTERRUPTED;
  }
}

function noteDisplaced(progress: Progress, id: string | null): void {
  if (id === null) return;
  progress.note(`it takes the place of ${buildOf(id)}, which another deploy had begun`);
  noteDropped(progress, [id]);
}

function noteDropped(progress: Progress, dropped: readonly string[]): void {
  if (dropped.length === 0) return;
  progress.note(
    `no longer indexed: ${dropped.map(buildOf).join(", ")}. The tables stay in the database until`,
  );
  progress.note("up --fresh, or until graphman, of graph-node's image, removes them (docs/operations.md)");
}
