import { type Decimal, Exact, ratio } from "../decimal.ts";

/**
 * Weighted power sums: Σw, Σw·x, Σw·x². With w = 1 the weight is a count; with w = Δt it is seconds.
 * They add, so an hour's and a day's moments merge into any run of hours and days without a loss.
 */
export type Moments = { readonly weight: bigint; readonly sum: bigint; readonly squares: bigint };

/** The moments of nothing: the neutral element of `merge`. */
export const NONE: Moments = { weight: 0n, sum: 0n, squares: 0n };

/** Adds a value of the given weight (1 when not said). */
export function add(moments: Moments, value: bigint, weight = 1n): Moments {
  return {
    weight: moments.weight + weight,
    sum: moments.sum + weight * value,
    squares: moments.squares + weight * value * value,
  };
}

/** The moments of values that count once each. */
export function momentsOf(values: readonly bigint[]): Moments {
  return values.reduce((moments, value) => add(moments, value), NONE);
}

/** The moments of all the parts together. */
export function merge(parts: readonly Moments[]): Moments {
  return parts.reduce(
    (all, part) => ({
      weight: all.weight + part.weight,
      sum: all.sum + part.sum,
      squares: all.squares + part.squares,
    }),
    NONE,
  );
}

/** Σw·x / Σw, in the unit of x; null where Σw = 0. */
export function meanOf({ weight, sum }: Moments): Decimal | null {
  return ratio(sum, weight);
}

/** √(Σ(x−x̄)²/(n−1)), for moments of counted values, in the unit of x; null where n < 2. */
export function sampleStdDev({ weight, sum, squares }: Moments): Decimal | null {
  if (weight < 2n) return null;
  return new Exact(weight * squares - sum * sum).div(new Exact(weight * (weight - 1n))).sqrt();
}

/** √(Σw(x−x̄)²/Σw), in the unit of x; null where Σw = 0. */
export function populationStdDev({ weight, sum, squares }: Moments): Decimal | null {
  return weight === 0n ? null : new Exact(weight * squares - sum * sum).sqrt().div(new Exact(weight));
}
