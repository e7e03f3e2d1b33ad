import { type Counted, type Oldest, sinceOf } from "./subgraph/Counted.ts";
import type { Pooled } from "./subgraph/Streams.ts";

/** Whom buffers have paid, and how often. */
export type Drained = {
  readonly manometer_id: string;
  readonly manometer_drains: string;
  readonly manometer_paid: Oldest;
};

/** What has to be asked for it, under names that are not in the schema. */
export const withDrains =
  "manometer_id: id manometer_drains: drainCount manometer_paid: drains(first: 1, orderBy: sequence) { manometer_at: timestamp }";

/** A pool, as graph-node gives it. */
export type Pool = { readonly manometer_id: string; readonly manometer_size: string };

/** What has to be asked for of a pool, under names that are not in the schema. */
export const poolKeys = "manometer_id: id manometer_size: memberCount";

/** A sink, or a task type × sink, with the pools in which it has a place. */
export type WithPools = Drained & {
  readonly manometer_memberships: readonly { readonly manometer_pool: Pool }[];
};

/** What has to be asked for it, under names that are not in the schema. */
export const withPools = `{
  ${withDrains}
  manometer_memberships: memberships(first: 1000) { manometer_pool: pool { ${poolKeys} } }
}`;

/** Its pools. */
export function poolsOf({ manometer_memberships }: WithPools): Pooled[] {
  return manometer_memberships.map(({ manometer_pool }) => pooled(manometer_pool));
}

/** A pool whose streams are to be read. */
export function pooled({ manometer_id: id, manometer_size: size }: Pool): Pooled {
  return { id, members: Number(size) };
}

/** Itself, and how many payments it has had. */
export function drainsOf({ manometer_id: id, manometer_drains: count, manometer_paid }: Drained): Counted {
  return { id, count: BigInt(count), since: sinceOf(manometer_paid) };
}
