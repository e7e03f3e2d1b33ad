import { type Decimal, ratio } from "../decimal.ts";

/** What some reveals claimed beyond the cap. Parts add up, so reveals, hours and days can be mixed. */
export type Claims = {
  /** Number of reveals. */
  readonly count: bigint;
  /** Those with raw > cap. */
  readonly overclaims: bigint;
  /** Σ max(0, raw − cap), in units of capacity. */
  readonly excess: bigint;
  /** Σ raw, in units of capacity. */
  readonly declared: bigint;
};

/** How much more was declared than the stake backs: ratios from 0 to 1. */
export type Overclaim = {
  readonly n: number;
  readonly overclaims: number;
  readonly rate: Decimal | null;
  readonly excess: bigint;
  readonly excessRatio: Decimal | null;
  readonly nullReason: string | null;
};

/** What a single reveal claimed; `cap` may as well be what counted of it, min(raw, cap). */
export function claimOf(raw: bigint, cap: bigint): Claims {
  const excess = raw > cap ? raw - cap : 0n;
  return { count: 1n, overclaims: excess > 0n ? 1n : 0n, excess, declared: raw };
}

/**
 * rate = #{raw > cap} / n and excessRatio = Σ max(0, raw − cap) / Σ raw over a window's reveals.
 * @example overclaim([claimOf(15n, 10n), claimOf(5n, 10n)]) // rate 0.5, excessRatio 0.25
 */
export function overclaim(parts: readonly Claims[]): Overclaim {
  const sum = (of: keyof Claims) => parts.reduce((total, part) => total + part[of], 0n);
  const [n, overclaims, excess, declared] = [sum("count"), sum("overclaims"), sum("excess"), sum("declared")];
  return {
    n: Number(n),
    overclaims: Number(overclaims),
    rate: ratio(overclaims, n),
    excess,
    excessRatio: ratio(excess, declared),
    nullReason: whyNull(n, declared),
  };
}

/** The same of contracts that tell capacities after the cap: their reveals never show an over-claim, and never its lack. */
export function unseen(result: Overclaim): Overclaim {
  const nullReason =
    "rate, excessRatio: the contracts tell capacities after the cap, so that nobody sees an over-claim";
  return { ...result, rate: null, excessRatio: null, nullReason };
}

function whyNull(n: bigint, declared: bigint): string | null {
  if (n === 0n) return "rate, excessRatio: no reveal in the window";
  return declared === 0n ? "excessRatio: nothing but 0 was declared" : null;
}
