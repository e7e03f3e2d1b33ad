import { type Counted, type Oldest, sinceOf } from "./subgraph/Counted.ts";

/** A task type with its buffer's counts. */
export type WithBuffer = {
  readonly manometer_id: string;
  readonly manometer_buffer: {
    readonly manometer_deposits: string;
    readonly manometer_drains: string;
    readonly manometer_first: Oldest;
  };
};

/** What has to be asked for it, under names that are not in the schema. */
export const withBuffer = `{
  manometer_id: id
  manometer_buffer: buffer {
    manometer_deposits: depositCount
    manometer_drains: drainCount
    manometer_first: deposits(first: 1, orderBy: sequence) { manometer_at: timestamp }
  }
}`;

/** Itself, and how many drains its buffer has had. */
export function drainsOf({ manometer_id: id, manometer_buffer: buffer }: WithBuffer): Counted {
  return { id, count: BigInt(buffer.manometer_drains), since: sinceOf(buffer.manometer_first) };
}

/** Itself, and how many changes its buffer has had. */
export function changesOf({ manometer_id: id, manometer_buffer: buffer }: WithBuffer): Counted {
  const count = BigInt(buffer.manometer_deposits) + BigInt(buffer.manometer_drains);
  return { id, count, since: sinceOf(buffer.manometer_first) };
}
