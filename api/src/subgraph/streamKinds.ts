import type { Fact, FactKind } from "./FactKind.ts";
import { fieldsOf, PAGE, stretchesOf } from "./factQueries.ts";

/** A fact that moves a pool's per-unit index (SuperToken wei per unit). */
export type IndexFact = Fact & { readonly perUnitIndex: string; readonly actualAmount?: string };
/** What a change of a member's units leaves of the pool's index and units. */
export type UnitsFact = IndexFact & { readonly totalUnits: string };
/** A change of a member's units, and what the member had been sent until then (SuperToken wei). */
export type Settled = UnitsFact & { readonly oldUnits: string; readonly memberSettled: string };
/** The same, with whose units changed. */
export type Settlement = Settled & { readonly sink: { readonly id: string } };
/** A member of a pool, and the first changes of its units since a window's start. */
export type MemberRow = {
  readonly id: string;
  readonly units: string;
  readonly settled: string;
  readonly settledIndex: string;
  readonly changes: readonly Settled[];
};
/** A pool with its members, and the first of each kind of fact since a window's start. */
export type PoolRow = {
  readonly id: string;
  readonly token: string | null;
  readonly perUnitFlowRate: string;
  readonly totalUnits: string;
  readonly members: readonly MemberRow[];
  readonly beforeUnits: readonly UnitsFact[];
  readonly facts0_0: readonly IndexFact[];
  readonly before0_0: readonly IndexFact[];
  readonly facts0_1: readonly IndexFact[];
  readonly before0_1: readonly IndexFact[];
};

const place = {
  parents: "pools",
  order: "sequence",
  at: "timestamp",
  hasBefore: true,
  buckets: null,
} as const;

/** What moves a pool's per-unit index or its rate, beside changes of units. */
export const FLOWS: readonly [streams: FactKind, instants: FactKind] = [
  { ...place, facts: "flowDistributions", fields: "perUnitIndex", noun: "changes of streams" },
  { ...place, facts: "instantDistributions", fields: "perUnitIndex actualAmount", noun: "distributions" },
];

const SETTLED: FactKind = {
  ...place,
  facts: "unitsChanges",
  fields: "oldUnits totalUnits perUnitIndex memberSettled",
  noun: "changes of units",
};

/** What settles a member: a change of its units. */
export const SETTLEMENTS: FactKind = {
  ...SETTLED,
  hasBefore: false,
  fields: `sink { id } ${SETTLED.fields}`,
};

/**
 * Pools with what moved their streams since a window's start, of each member at most `$most` changes. A change that is
 * found below its member needs no look for its sink, which would cost graph-node a third of the time.
 */
export const POOL_STREAMS = `query PoolStreams($ids: [Bytes!]!, $from0: BigInt!, $to0: BigInt!, $most: Int!, $block: Block_height!) {
  pools(first: ${PAGE}, where: { id_in: $ids }, block: $block) {
    id token perUnitFlowRate totalUnits
    members(first: ${PAGE}, orderBy: id) {
      id units settled settledIndex
      changes: unitsChanges(first: $most, orderBy: sequence, where: { timestamp_gte: $from0, timestamp_lt: $to0 }) { ${fieldsOf(SETTLED)} }
    }
    beforeUnits: unitsChanges(first: 1, orderBy: sequence, orderDirection: desc, where: { timestamp_lt: $from0 }) { order: sequence at: timestamp perUnitIndex totalUnits }
    ${FLOWS.flatMap((kind, index) => stretchesOf(kind, `_${index}`, 1)).join("\n    ")}
  }
}`;
