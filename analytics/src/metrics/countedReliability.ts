import { ratio } from "../decimal.ts";
import type { Window } from "../series.ts";
import { quantile } from "./quantile.ts";
import { type Reliability, whyNull } from "./reliability.ts";

/** A commitment that was open at an edge of a window: made before it, revealed at or after it; null where none was. */
export type Straddler = {
  /** Seconds since 1970, as is `revealedAt`. */
  readonly committedAt: bigint;
  readonly revealedAt: bigint;
  readonly latencyBlocks: bigint;
} | null;

/** Reveals of commitments, be they made before the window or in it. */
export type Matched = {
  readonly count: number;
  /** Σ of their latencies (blocks). */
  readonly latencySum: bigint;
  /** Each latency (blocks); null where only their sum is known. */
  readonly latencies: readonly bigint[] | null;
};

/** What a window's commitments are counted by, without reading each. */
export type CommitCounts = {
  /** Commitments that were made in the window. */
  readonly commits: number;
  /** Those of them without a reveal that can still be revealed. */
  readonly pending: number;
  /** Reveals of commitments in the window. */
  readonly matched: Matched;
  readonly atStart: Straddler;
  readonly atEnd: Straddler;
};

const NO_SAMPLES =
  "latencyP50, latencyP95: too many commitments to read one by one, and hours keep no single latency";

/**
 * What `reliability` says, of counts. A later commitment takes the place of an open one, so at most one is open at each
 * edge of a window, and the window's commitments that were revealed are its matched reveals, less the one whose
 * commitment was made before it, plus the one that was revealed after it. Quantiles need each latency.
 */
export function countedReliability(counts: CommitCounts, window: Window): Reliability {
  const { commits, pending, matched, atStart, atEnd } = counts;
  const early = atStart !== null && atStart.revealedAt < window.to ? atStart.latencyBlocks : null;
  const late = atEnd !== null && atEnd.committedAt >= window.from ? atEnd.latencyBlocks : null;
  const revealed = matched.count - (early === null ? 0 : 1) + (late === null ? 0 : 1);
  const expired = commits - revealed - pending;
  const sum = matched.latencySum - (early ?? 0n) + (late ?? 0n);
  const all = matched.latencies && own(matched.latencies, early, late);
  const reason = whyNull(revealed, expired);
  return {
    commits,
    revealed,
    expired,
    pending,
    rate: ratio(BigInt(revealed), BigInt(revealed + expired)),
    latencyMean: ratio(sum, BigInt(revealed)),
    latencyP50: all && quantile(all, "0.5"),
    latencyP95: all && quantile(all, "0.95"),
    nullReason: all === null ? (reason ?? NO_SAMPLES) : reason,
  };
}

function own(latencies: readonly bigint[], early: bigint | null, late: bigint | null): readonly bigint[] {
  const without = early === null ? latencies : latencies.toSpliced(latencies.indexOf(early), 1);
  return late === null ? without : [...without, late];
}
