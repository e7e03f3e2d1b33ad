import { expect } from "vitest";
import type { Digest } from "./Digest.ts";
import type { FaultTable } from "./FaultTable.ts";
import { badOutside, downtimeIn, type Spell, summaryOf, unansweredIn } from "./told.ts";
import type { Watcher } from "./Watcher.ts";

/** One kind of fault, when it came, and what was answered meanwhile; the watcher has ended. */
export type Story = {
  readonly fault: string;
  readonly spells: readonly Spell[];
  readonly watcher: Watcher;
  /** When no API could be reached, so that connections may have broken. */
  readonly away: readonly Spell[];
  /** What the API asks was well all the time, so that a refusal is a question lost. */
  readonly isUpstreamWell?: boolean;
  /** How long no fault may keep clients without service: no measure, but an end (ms). */
  readonly mostDowntime?: number;
};

/** Digests of the index after the faults and of the one without, null where no fault can touch it; an API over the latter. */
export type Outcome = { readonly digests: readonly [Digest, Digest] | null; readonly reference: string };

const MOST_DOWNTIME_MS = 60_000;
/** What is not about a window is always compared; of windows so many, however often graph-node has forgotten their ends. */
const LEAST_WINDOWS = 20;

/** Puts a story into the table, and fails where anything was lost or wrong, or nothing was compared. */
export async function judge(table: FaultTable, story: Story, outcome: Outcome): Promise<void> {
  const { fault, spells, watcher, away, mostDowntime = MOST_DOWNTIME_MS } = story;
  const { told, claims, offences } = watcher;
  const [digest, right] = outcome.digests ?? [null, null];
  const wrong = [...offences, ...(await claims.differing(outcome.reference))];
  const refused = story.isUpstreamWell ? told.filter(({ how }) => how === "refused") : [];
  const lost = unansweredIn(told, away).length + refused.length;
  const downtimes = spells.map((spell) => downtimeIn(spell, told));
  await table.add({
    fault,
    times: spells.length,
    downtimes,
    lost: lost + Math.max(0, (right?.rows ?? 0) - (digest?.rows ?? 0)),
    wrong: wrong.length,
    isDigestEqual: digest && digest.all === right?.all,
  });
  console.log(`  ${summaryOf(told)}; ${claims.summary}`);
  expect.soft(wrong.slice(0, 3), fault).toEqual([]);
  expect.soft(lost, `${fault}: questions without an answer`).toBe(0);
  expect.soft(badOutside(spells, told), `${fault}: bad answers while nothing was wrong`).toEqual([]);
  expect.soft(Math.max(...downtimes), `${fault}: downtime`).toBeLessThan(mostDowntime);
  expect
    .soft(claims.comparedWindows, `${fault}: windows that were compared`)
    .toBeGreaterThanOrEqual(LEAST_WINDOWS);
  expect.soft(digest?.collections, fault).toEqual(right?.collections);
}
