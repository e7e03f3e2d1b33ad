import { type Decimal, ratio } from "../decimal.ts";

/**
 * A buffer's level over its maximum.
 * @param level token wei
 * @param max token wei; 0 is unlimited
 * @returns a ratio, above 1 where the maximum was lowered under the level; null where the buffer is unlimited
 */
export function pressure(level: bigint, max: bigint): Decimal | null {
  return ratio(level, max);
}
