import { type Decimal, ratio } from "../decimal.ts";

/** How often a sink's stake backs a promise. */
export type StakeReuse = {
  /** Task types that the sink serves. */
  readonly taskTypes: number;
  /** A pure number: above 1 the same stake backs several promises. */
  readonly ratio: Decimal | null;
  readonly nullReason: string | null;
};

/**
 * Σ smoothed / cap over the task types that a sink serves: each promise is backed by the whole stake.
 * @param smoothed effective capacity for each of these task types (units of capacity)
 * @param cap the sink's cap (units of capacity)
 * @example stakeReuse([8n, 7n], 10n) // ratio 1.5
 */
export function stakeReuse(smoothed: readonly bigint[], cap: bigint): StakeReuse {
  const sum = smoothed.reduce((total, value) => total + value, 0n);
  const nullReason = cap === 0n ? "ratio: the cap is 0" : null;
  return { taskTypes: smoothed.length, ratio: ratio(sum, cap), nullReason };
}
