import { type Decimal, Exact } from "../decimal.ts";

/** The consecutive pairs that have a logarithmic step, and how many had none because a value was not positive. */
export type LogReturns = { readonly pairs: readonly (readonly [bigint, bigint])[]; readonly skipped: number };

/**
 * The pairs (x_{i−1}, x_i) whose step is ln(x_i / x_{i−1}); pairs with a value ≤ 0 are skipped and counted.
 * @example logReturns([1n, 0n, 2n, 4n]) // { pairs: [[2n, 4n]], skipped: 2 }
 */
export function logReturns(values: readonly bigint[]): LogReturns {
  const pairs = values.slice(1).map((value, index) => [values[index] ?? 0n, value] as const);
  const positive = pairs.filter(([previous, value]) => previous > 0n && value > 0n);
  return { pairs: positive, skipped: pairs.length - positive.length };
}

/**
 * Realised volatility √Σr², not annualised: event time is irregular.
 * Andersen, Bollerslev, Diebold, Labys, Econometrica 71 (2003).
 * @returns a pure number; null where there is no pair
 */
export function realized(returns: LogReturns): Decimal | null {
  if (returns.pairs.length === 0) return null;
  return returns.pairs.reduce((sum, pair) => sum.plus(squaredStep(pair)), new Exact(0)).sqrt();
}

/**
 * Exponentially weighted volatility: v_1 = r_1², v_t = λ·v_{t−1} + (1−λ)·r_t², answer √v.
 * RiskMetrics Technical Document (1996), λ = 0.94.
 * @returns a pure number; null where there is no pair
 */
export function ewma(returns: LogReturns, lambda = "0.94"): Decimal | null {
  const [first, ...later] = returns.pairs;
  if (first === undefined) return null;
  const decay = new Exact(lambda);
  const gain = new Exact(1).minus(decay);
  return later
    .reduce((v, pair) => v.times(decay).plus(squaredStep(pair).times(gain)), squaredStep(first))
    .sqrt();
}

function squaredStep([previous, value]: readonly [bigint, bigint]): Decimal {
  const step = new Exact(value).div(new Exact(previous)).ln();
  return step.times(step);
}
