import { type Decimal, ratio } from "../decimal.ts";

/**
 * Effective smoothed capacity over the cap: min(smoothed, cap) / cap, from 0 to 1.
 * The blueprint lets a stored capacity stand above its cap until it is synced; reads use the smaller.
 * @returns a ratio; null where the cap is 0
 */
export function utilization(smoothed: bigint, cap: bigint): Decimal | null {
  return ratio(smoothed < cap ? smoothed : cap, cap);
}
