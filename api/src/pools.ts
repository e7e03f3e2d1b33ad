import type { Counted } from "./subgraph/PairHistories.ts";

/** Whom buffers have paid, and how often. */
export type Drained = { readonly manometer_id: string; readonly manometer_drains: string };

/** A sink, or a task type × sink, with the pools in which it has a place. */
export type WithPools = Drained & {
  readonly manometer_memberships: readonly { readonly manometer_pool: { readonly manometer_id: string } }[];
};

/** What has to be asked for it, under names that are not in the schema. */
export const withPools = `{
  manometer_id: id
  manometer_drains: drainCount
  manometer_memberships: memberships(first: 1000) { manometer_pool: pool { manometer_id: id } }
}`;

/** The ids of its pools. */
export function poolsOf({ manometer_memberships }: WithPools): string[] {
  return manometer_memberships.map((membership) => membership.manometer_pool.manometer_id);
}

/** Itself, and how many payments it has had. */
export function drainsOf({ manometer_id: id, manometer_drains: count }: Drained): Counted {
  return { id, count: BigInt(count) };
}
