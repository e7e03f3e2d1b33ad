import { expect } from "vitest";
import type { Digest } from "./Digest.ts";
import type { FaultTable } from "./FaultTable.ts";
import type { Spell, Watcher } from "./Watcher.ts";

/** One kind of fault, when it came, and what was answered meanwhile; the watcher has ended. */
export type Story = {
  readonly fault: string;
  readonly spells: readonly Spell[];
  readonly watcher: Watcher;
  /** When no API could be reached, so that connections may have broken. */
  readonly away: readonly Spell[];
};

/** The index after the faults, the one without, and the endpoint of an API over the latter. */
export type Outcome = { readonly digest: Digest; readonly right: Digest; readonly reference: string };

/** Puts a story into the table, and fails where anything was lost or wrong. */
export async function judge(
  table: FaultTable,
  { fault, spells, watcher, away }: Story,
  { digest, right, reference }: Outcome,
): Promise<void> {
  const wrong = await watcher.wrong(reference);
  await table.add({
    fault,
    times: spells.length,
    downtimes: spells.map((spell) => watcher.downtime(spell)),
    lost: watcher.lost(away) + Math.max(0, right.rows - digest.rows),
    wrong: wrong.length,
    isDigestEqual: digest.all === right.all,
  });
  console.log(`  ${watcher.summary}`);
  expect.soft(wrong.slice(0, 3), fault).toEqual([]);
  expect.soft(watcher.lost(away), `${fault}: questions without an answer`).toBe(0);
  expect.soft(digest.collections, fault).toEqual(right.collections);
}
