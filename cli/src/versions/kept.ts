import { SUBGRAPH } from "../stack/Subgraph.ts";
import type { VersionStatus, Versions } from "./Versions.ts";

/** How many earlier versions can be kept. */
export const MOST_KEPT = 9;

/** The name of the version that is to take the place of the current one. */
export const NEXT = `${SUBGRAPH}-next`;

/** The name of the n-th version before the current one: manometer-previous, manometer-previous-2. */
export function previousName(n: number): string {
  return n === 1 ? `${SUBGRAPH}-previous` : `${SUBGRAPH}-previous-${n}`;
}

/** The earlier versions that graph-node keeps and goes on indexing, the latest first. */
export async function keptVersions(versions: Versions): Promise<VersionStatus[]> {
  const kept: VersionStatus[] = [];
  // A rollback has one more while it exchanges two.
  for (let n = 1; n <= MOST_KEPT + 1; n++) {
    const status = await versions.named(previousName(n));
    if (status === null) return kept;
    kept.push(status);
  }
  return kept;
}

/** Keeps just these earlier versions, the latest first, and gives the ids of those that are kept no longer. */
export async function keepOnly(versions: Versions, ids: readonly string[]): Promise<string[]> {
  const before = await keptVersions(versions);
  // The last one first: what stops in between has lost no version.
  for (let n = ids.length; n >= 1; n--) {
    const id = ids[n - 1] as string;
    if (before[n - 1]?.id !== id) await versions.name(previousName(n), id);
  }
  for (let n = before.length; n > ids.length; n--) await versions.forget(previousName(n));
  return before.map(({ id }) => id).filter((id) => !ids.includes(id));
}
