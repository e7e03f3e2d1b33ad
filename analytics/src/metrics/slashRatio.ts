import { type Decimal, ratio } from "../decimal.ts";

/**
 * Σ slashed / Σ staked, over a sink's whole life, from 0 to 1.
 * @param slashed token wei
 * @param staked token wei
 * @returns null where nothing was ever staked
 */
export function slashRatio(slashed: bigint, staked: bigint): Decimal | null {
  return ratio(slashed, staked);
}
