import type { Fact, FactKind } from "./FactKind.ts";

/** A fact that moves a pool's per-unit index (SuperToken wei per unit). */
export type IndexFact = Fact & { readonly perUnitIndex: string; readonly actualAmount?: string };
/** A change of a member's units, and what the member had been sent until then (SuperToken wei). */
export type UnitsFact = IndexFact & {
  readonly sink: { readonly id: string };
  readonly oldUnits: string;
  readonly totalUnits: string;
  readonly memberSettled: string;
};
/** A pool and its members. */
export type PoolRow = {
  readonly id: string;
  readonly token: string | null;
  readonly perUnitFlowRate: string;
  readonly totalUnits: string;
  readonly members: readonly {
    readonly sink: { readonly id: string };
    readonly units: string;
    readonly settled: string;
    readonly settledIndex: string;
  }[];
};

const place = {
  parents: "pools",
  order: "sequence",
  at: "timestamp",
  hasBefore: true,
  buckets: null,
} as const;

/** What moves a pool's per-unit index or its rate, beside changes of units. */
export const FLOWS: readonly FactKind[] = [
  { ...place, facts: "flowDistributions", fields: "perUnitIndex", noun: "changes of streams" },
  { ...place, facts: "instantDistributions", fields: "perUnitIndex actualAmount", noun: "distributions" },
];

/** What settles a member: a change of its units. */
export const SETTLEMENTS: FactKind = {
  ...place,
  facts: "unitsChanges",
  fields: "sink { id } oldUnits totalUnits perUnitIndex memberSettled",
  noun: "changes of units",
};

/** Pools and their members at a block. */
export const POOLS = `query Pools($ids: [Bytes!]!, $block: Block_height!) {
  pools(first: 1000, where: { id_in: $ids }, block: $block) {
    id token perUnitFlowRate totalUnits
    members(first: 1000, orderBy: id) { sink { id } units settled settledIndex }
  }
}`;
