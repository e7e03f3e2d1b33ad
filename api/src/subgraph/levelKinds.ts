import type { Step } from "@manometer/analytics/steps";
import type { Fact, FactKind } from "./FactKind.ts";

/** A change of a value that holds until the next; null where there was or is none. */
export type LevelFact = Fact & {
  readonly blockNumber: string;
  readonly before?: string | null;
  readonly after?: string | null;
  /** Whose value it is, where the parent has several. */
  readonly owner?: { readonly id: string };
};

type Place = Pick<FactKind, "parents" | "facts" | "noun">;

function kindOf(place: Place, values: string): FactKind {
  return {
    ...place,
    order: "sequence",
    at: "timestamp",
    fields: `blockNumber ${values}`,
    hasBefore: true,
    buckets: null,
  };
}

const owner = "owner: sinkCapacity { id }";

/** What changes the stored capacities of a task type, per task type × sink (units of capacity). */
export const STORED: readonly FactKind[] = [
  kindOf(
    { parents: "taskTypes", facts: "reveals", noun: "reveals" },
    `${owner} before: smoothedBefore after: smoothed`,
  ),
  kindOf({ parents: "taskTypes", facts: "sinkRegistrations", noun: "arrivals" }, `${owner} after: smoothed`),
  kindOf(
    { parents: "taskTypes", facts: "sinkDeregistrations", noun: "departures" },
    `${owner} before: smoothedBefore`,
  ),
  kindOf(
    { parents: "taskTypes", facts: "clamps", noun: "clamps" },
    `${owner} before: smoothedBefore after: smoothed`,
  ),
];

/** The first of these, the reveals, with the hours and days of each pair: the last reveal of an hour says what held after it. */
export const REVEALED: FactKind = {
  ...kindOf(
    { parents: "taskTypes", facts: "reveals", noun: "reveals" },
    `${owner} before: smoothedBefore after: smoothed`,
  ),
  hasBefore: false,
  buckets: { stats: "capacityStats", fields: `count lastAt after: smoothedLast ${owner}` },
};

/** What changes a sink's stake (token wei). */
export const STAKE: readonly FactKind[] = [
  kindOf({ parents: "sinks", facts: "stakes", noun: "stakes" }, "before: stakeBefore after: totalStake"),
  kindOf({ parents: "sinks", facts: "unstakes", noun: "unstakes" }, "before: stakeBefore after: stakeAfter"),
  kindOf({ parents: "sinks", facts: "slashes", noun: "slashes" }, "before: stakeBefore after: stakeAfter"),
];

/** What changes the units of a pool's members. */
export const UNITS: FactKind = kindOf(
  { parents: "pools", facts: "unitsChanges", noun: "changes of units" },
  "owner: sink { id } before: oldUnits after: newUnits",
);

/** What changes a task type's Σ capacity at its last rebalance (units of capacity). */
export const REBALANCES: FactKind = kindOf(
  { parents: "taskTypes", facts: "rebalances", noun: "rebalances" },
  "before: lastTotalCapacity after: totalCapacity",
);

/** Facts of several kinds in chain order. */
export function inOrder<F extends Fact>(histories: readonly (readonly F[])[]): F[] {
  return histories.flat().sort((a, b) => byLength(a.order, b.order));
}

/** Which of two whole numbers from 0 is the smaller one, by their digits. */
function byLength(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : 1);
}

/** The value that a change sets. */
export function stepOf({ blockNumber, at, after }: LevelFact): Step<bigint | null> {
  return { block: BigInt(blockNumber), at: BigInt(at), value: amountOf(after) };
}

/** An amount that may be missing. */
export function amountOf(value: string | null | undefined): bigint | null {
  return value == null ? null : BigInt(value);
}
