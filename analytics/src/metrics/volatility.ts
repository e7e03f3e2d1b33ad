import type { Decimal } from "../decimal.ts";
import { ewma, type LogReturns, logReturns, realized } from "./logReturns.ts";
import { mad } from "./mad.ts";
import { meanOf, populationStdDev, sampleStdDev } from "./moments.ts";
import type { Observed } from "./observed.ts";
import { whyNull } from "./volatilityReason.ts";

/**
 * How much a capacity moved over a window's reveals: each figure is computed when it is read.
 * `mean`, `stdDev`, `mad` and `timeWeightedStdDev` are in units of capacity, the others pure numbers.
 * What a definition leaves open is null, and `nullReason` says why.
 */
export class Volatility {
  readonly #seen: Observed;
  readonly #returns: LogReturns | null;

  constructor(seen: Observed) {
    this.#seen = seen;
    this.#returns = seen.values && logReturns(seen.values);
  }
  /** Reveals in the window. */
  get n(): number {
    return Number(this.#seen.counted.weight);
  }
  /** Σx / n; null where n = 0. */
  get mean(): Decimal | null {
    return meanOf(this.#seen.counted);
  }
  /** √(Σ(x−x̄)²/(n−1)); null where n < 2. */
  get stdDev(): Decimal | null {
    return sampleStdDev(this.#seen.counted);
  }
  /** stdDev / mean; null where n < 2 or the mean is 0. */
  get coefficientOfVariation(): Decimal | null {
    return this.mean?.isZero() === false ? (this.stdDev?.div(this.mean) ?? null) : null;
  }
  /** √(ΣΔt(x−x̄_w)²/ΣΔt); null where no value is known at any moment of the window. */
  get timeWeightedStdDev(): Decimal | null {
    return populationStdDev(this.#seen.held);
  }
  /** √Σ ln²(x_i/x_{i−1}); null without two positive reveals in a row, or where only moments are known. */
  get realized(): Decimal | null {
    return this.#returns && realized(this.#returns);
  }
  /** RiskMetrics volatility of the same steps, λ = 0.94; null like `realized`. */
  get ewma(): Decimal | null {
    return this.#returns && ewma(this.#returns);
  }
  /** 1.4826 · median|x − median|; null where n < 2, or where only moments are known. */
  get mad(): Decimal | null {
    return this.#seen.values && mad(this.#seen.values);
  }
  /** Pairs of consecutive reveals that `realized` and `ewma` leave out; null where only moments are known. */
  get skippedPairs(): number | null {
    return this.#returns?.skipped ?? null;
  }
  /** Which figures are null and why; null where none is. */
  get nullReason(): string | null {
    return whyNull(this.#seen, this.#returns);
  }
}
