import type { Question } from "./History.ts";

/** Something whose facts are read: how many it has had in its whole life, and since when (seconds). */
export type Counted = {
  readonly id: string;
  readonly count: bigint;
  /** null where it is not known: then all count. */
  readonly since: bigint | null;
};

/** A parent's oldest fact, as graph-node gives it. */
export type Oldest = readonly { readonly manometer_at: string }[];

/** The moment of the oldest fact; null where there is none. */
export function sinceOf(oldest: Oldest): bigint | null {
  return oldest[0] === undefined ? null : BigInt(oldest[0].manometer_at);
}

/** About how many facts a window holds, were they spread evenly over the parent's life. */
export function expectedCount({ count, since }: Counted, { block, window }: Question): bigint {
  const life = since === null ? 0n : block.end - since;
  if (since === null || life <= 0n) return count;
  const from = window.from > since ? window.from : since;
  const length = window.to > from ? window.to - from : 0n;
  return (count * length) / life;
}
