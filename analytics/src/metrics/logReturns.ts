import { type Decimal, Exact } from "../decimal.ts";
import { lnRatio, ONE } from "../logarithm.ts";

/** The logarithmic steps between consecutive values. */
export type LogReturns = {
  /** Consecutive values that are both positive. */
  readonly pairs: readonly (readonly [bigint, bigint])[];
  /** How many consecutive values are not. */
  readonly skipped: number;
  /** ln²(x_i / x_{i−1}) of each pair, as a multiple of ONE²; computed once, when asked for. */
  readonly squares: () => readonly bigint[];
};

/**
 * The pairs (x_{i−1}, x_i) whose step is ln(x_i / x_{i−1}); pairs with a value ≤ 0 are skipped and counted.
 * @example logReturns([1n, 0n, 2n, 4n]) // { pairs: [[2n, 4n]], skipped: 2, … }
 */
export function logReturns(values: readonly bigint[]): LogReturns {
  const all = values.slice(1).map((value, index) => [values[index] ?? 0n, value] as const);
  const pairs = all.filter(([previous, value]) => previous > 0n && value > 0n);
  let known: readonly bigint[] | undefined;
  const squares = () => {
    known ??= pairs.map(([previous, value]) => lnRatio(value, previous) ** 2n);
    return known;
  };
  return { pairs, skipped: all.length - pairs.length, squares };
}

/**
 * Realised volatility √Σr², not annualised: event time is irregular.
 * Andersen, Bollerslev, Diebold, Labys, Econometrica 71 (2003).
 * @returns a pure number; null where there is no pair
 */
export function realized({ pairs, squares }: LogReturns): Decimal | null {
  return pairs.length === 0 ? null : root(squares().reduce((sum, square) => sum + square));
}

/**
 * Exponentially weighted volatility: v_1 = r_1², v_t = λ·v_{t−1} + (1−λ)·r_t², answer √v.
 * RiskMetrics Technical Document (1996), λ = 0.94.
 * @returns a pure number; null where there is no pair
 */
export function ewma({ pairs, squares }: LogReturns): Decimal | null {
  return pairs.length === 0 ? null : root(squares().reduce((v, square) => (94n * v + 6n * square) / 100n));
}

function root(square: bigint): Decimal {
  return new Exact(square).sqrt().div(new Exact(ONE));
}
