import { type Decimal, ratio } from "../decimal.ts";
import type { Verdict } from "./verdict.ts";

/** One audited slash of a slasher: what it took (token wei), from whom, and what its audit came to. */
export type Scored = { readonly sink: string; readonly amount: bigint; readonly verdict: Verdict };

/** How many slashes have a verdict, and Σ of what they took (token wei). */
export type Tally = { readonly verdict: Verdict; readonly slashes: number; readonly amount: bigint };

/** A slasher's record: every slash of its own, by verdict. */
export type Scorecard = {
  readonly slashes: number;
  readonly sinks: number;
  /** Σ of what it took (token wei). */
  readonly amount: bigint;
  /** All four verdicts, in the order of the verdict's lines. */
  readonly tallies: readonly Tally[];
  /** SUPPORTED / all, from 0 to 1; null where it never slashed. */
  readonly supportedRate: Decimal | null;
  /** The same by what was taken. */
  readonly supportedShare: Decimal | null;
  readonly nullReason: string | null;
};

const VERDICTS: readonly Verdict[] = ["INCONSISTENT", "INSUFFICIENT_EVIDENCE", "SUPPORTED", "UNSUPPORTED"];

/** Adds up a slasher's audited slashes. */
export function scorecard(slashes: readonly Scored[]): Scorecard {
  const tallies = VERDICTS.map((verdict) => {
    const own = slashes.filter((slash) => slash.verdict === verdict);
    return { verdict, slashes: own.length, amount: sum(own) };
  });
  const supported = tallies.find(({ verdict }) => verdict === "SUPPORTED");
  const amount = sum(slashes);
  return {
    slashes: slashes.length,
    sinks: new Set(slashes.map(({ sink }) => sink)).size,
    amount,
    tallies,
    supportedRate: ratio(BigInt(supported?.slashes ?? 0), BigInt(slashes.length)),
    supportedShare: ratio(supported?.amount ?? 0n, amount),
    nullReason: slashes.length === 0 ? "supportedRate, supportedShare: it never slashed" : null,
  };
}

function sum(slashes: readonly Scored[]): bigint {
  return slashes.reduce((total, { amount }) => total + amount, 0n);
}
