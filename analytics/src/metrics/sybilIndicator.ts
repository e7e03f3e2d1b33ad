import { type Decimal, Exact } from "../decimal.ts";

/**
 * How much cap several sinks gain over one with all their stake: Σ√S_i / √ΣS_i, from 1 to √n. The cap follows the square
 * root of a stake, so splitting one stake over n sinks multiplies the cap by up to √n. An indicator, never an accusation.
 * @param stakes of the sinks that one account has funded (token wei); those without a stake count for nothing
 * @returns a pure number; 1 with fewer than two stakes
 * @example sybilIndicator([4n, 4n, 4n, 4n]) // 2
 */
export function sybilIndicator(stakes: readonly bigint[]): Decimal {
  const real = stakes.filter((stake) => stake > 0n);
  if (real.length < 2) return new Exact(1);
  const roots = real.reduce((sum, stake) => sum.plus(new Exact(stake).sqrt()), new Exact(0));
  const total = real.reduce((sum, stake) => sum + stake, 0n);
  return roots.div(new Exact(total).sqrt());
}
