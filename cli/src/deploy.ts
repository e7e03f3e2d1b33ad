import { join, resolve } from "node:path";
import type { DeployOptions } from "./deployOptions.ts";
import { type Interrupt, Interrupted } from "./interrupt.ts";
import { runningEndpoints } from "./stack/Endpoints.ts";
import { readNetwork, type Sources } from "./stack/networks.ts";
import { grouped, type Progress } from "./stack/Progress.ts";
import { inRepository } from "./stack/repository.ts";
import { SUBGRAPH } from "./stack/Subgraph.ts";
import { buildOf, builtSubgraph, renderBuild, renderSubgraph } from "./stack/SubgraphBuild.ts";
import { uploadBuild } from "./versions/ipfs.ts";
import { NEXT } from "./versions/kept.ts";
import { rollback } from "./versions/rollback.ts";
import { begin, FailedVersion, forgetNext, swap, untilCaughtUp } from "./versions/upgrade.ts";
import { type GraphNodeUrls, type VersionStatus, Versions } from "./versions/Versions.ts";

const INTERRUPTED = 130;

/** Where a version is deployed: a graph-node, and the contracts of its chain. */
type Target = { node: GraphNodeUrls; network: string; sources: Sources };

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
  if (options.isRollback) return await goBack(new Versions(nodeOf(options)), options.keep, progress);
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

async function goBack(versions: Versions, keep: number, progress: Progress): Promise<number> {
  const { now, before, block, dropped } = await rollback(versions, keep);
  progress.note(
    `${buildOf(now)} is current again, at block ${grouped(block)}, in the place of ${buildOf(before)}`,
  );
  noteDropped(progress, dropped);
  return 0;
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
  progress.note("graphman removes them: graphman unused record, then graphman unused remove");
}

/** Puts the build where graph-node finds it, and gives its id there. */
async function place({ build, at, dataDir }: DeployOptions, { network, sources }: Target): Promise<string> {
  const folder = build ?? builtSubgraph();
  if (at !== null && at.ipfs !== null)
    return await uploadBuild(at.ipfs, renderBuild(folder, network, sources));
  const root = resolve(dataDir);
  const file = (...names: string[]) => join(root, ...names);
  return renderSubgraph({ file }, folder, { chain: { network }, sources });
}

function nodeOf({ at, dataDir }: DeployOptions): GraphNodeUrls {
  return at ?? runningEndpoints(dataDir).graphNode;
}

function targetOf(options: DeployOptions): Target {
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
