import { type Decimal, Exact, ratio } from "../decimal.ts";
import { add, type Moments, meanOf, merge, NONE } from "./moments.ts";

/** How some reveals moved the EWMA. Parts add up, so reveals, hours and days can be mixed. */
export type Track = {
  /** Σ (smoothed − capped)². */
  readonly squaredError: bigint;
  readonly smoothed: Moments;
  readonly capped: Moments;
};

/** How closely the EWMA follows what is revealed, and how much of its noise it takes away. */
export type Tracking = {
  readonly n: number;
  readonly rmse: Decimal | null;
  readonly relativeRmse: Decimal | null;
  readonly alpha: Decimal | null;
  readonly theoryLag: Decimal | null;
  readonly noiseRatio: Decimal | null;
  readonly theoryNoiseRatio: Decimal | null;
  readonly nullReason: string | null;
};

/** The part of a single reveal. */
export function trackOf(smoothed: bigint, capped: bigint): Track {
  return {
    squaredError: (smoothed - capped) ** 2n,
    smoothed: add(NONE, smoothed),
    capped: add(NONE, capped),
  };
}

/**
 * rmse = √(Σ(smoothed − capped)²/n) (units of capacity) and its ratio to the mean of capped; noiseRatio =
 * var(smoothed)/var(capped). In theory an EWMA of weight α lags by (1−α)/α reveals and leaves α/(2−α) of white noise
 * (Jacobson 1988 and the blueprint).
 * @param alphaBps EWMA_ALPHA_BPS at the newest reveal (basis points); null where there is none
 */
export function tracking(parts: readonly Track[], alphaBps: bigint | null): Tracking {
  const smoothed = merge(parts.map((part) => part.smoothed));
  const capped = merge(parts.map((part) => part.capped));
  const squares = parts.reduce((total, part) => total + part.squaredError, 0n);
  const rmse = ratio(squares, capped.weight)?.sqrt() ?? null;
  const mean = meanOf(capped);
  return {
    n: Number(capped.weight),
    rmse,
    relativeRmse: rmse === null || mean === null || mean.isZero() ? null : rmse.div(mean),
    alpha: alphaBps === null ? null : new Exact(alphaBps).div(10_000),
    theoryLag: alphaBps === null ? null : ratio(10_000n - alphaBps, alphaBps),
    noiseRatio: capped.weight < 2n ? null : ratio(spread(smoothed), spread(capped)),
    theoryNoiseRatio: alphaBps === null ? null : ratio(alphaBps, 20_000n - alphaBps),
    nullReason: whyNull(capped, alphaBps),
  };
}

function spread({ weight, sum, squares }: Moments): bigint {
  return weight * squares - sum * sum;
}

function whyNull(capped: Moments, alphaBps: bigint | null): string | null {
  const reasons: string[] = [];
  const { weight: n, sum } = capped;
  if (n === 0n) reasons.push("rmse, relativeRmse: no reveal in the window");
  else if (sum === 0n) reasons.push("relativeRmse: the mean is 0");
  if (n < 2n) reasons.push(`noiseRatio: needs two reveals, found ${n}`);
  else if (spread(capped) === 0n) reasons.push("noiseRatio: the revealed capacity did not vary");
  if (alphaBps === null) reasons.push("alpha, theoryLag, theoryNoiseRatio: nothing was revealed yet");
  else if (alphaBps === 0n) reasons.push("theoryLag: α is 0");
  return reasons.length === 0 ? null : reasons.join("; ");
}
