import { Decimal } from "decimal.js";

export type { Decimal };

/** Decimals of 40 significant digits that never print an exponent: 28 digits survive the longest of our sums. */
export const Exact = Decimal.clone({ precision: 40, toExpNeg: -9e15, toExpPos: 9e15 });

/**
 * The quotient of two integers, rounded once, to 40 digits.
 * @returns null where the denominator is 0
 * @example ratio(1n, 3n) // 0.3333…
 */
export function ratio(numerator: bigint, denominator: bigint): Decimal | null {
  return denominator === 0n ? null : new Exact(numerator).div(new Exact(denominator));
}
