import { type Decimal, ratio } from "../decimal.ts";
import { meanOf, momentsOf } from "./moments.ts";
import { quantile } from "./quantile.ts";

/** What became of one commitment; block numbers. */
export type CommitFate = {
  readonly commitBlock: bigint;
  /** The last block in which it could be revealed: commitBlock + COMMIT_TIMEOUT. */
  readonly lastBlock: bigint;
  /** The block of its reveal; null while there is none. */
  readonly revealBlock: bigint | null;
};

/** How dependably commitments were revealed; latencies in blocks. */
export type Reliability = {
  readonly commits: number;
  readonly revealed: number;
  readonly expired: number;
  readonly pending: number;
  readonly rate: Decimal | null;
  readonly latencyMean: Decimal | null;
  readonly latencyP50: Decimal | null;
  readonly latencyP95: Decimal | null;
  readonly nullReason: string | null;
};

/**
 * rate = revealed / (revealed + expired); a commitment has expired once `now` > lastBlock without its reveal,
 * pending ones are in neither. Latency = revealBlock − commitBlock: mean, and quantiles of type 7.
 * @param now the block that the answer is evaluated at
 */
export function reliability(commits: readonly CommitFate[], now: bigint): Reliability {
  const latencies = commits.flatMap((c) => (c.revealBlock === null ? [] : [c.revealBlock - c.commitBlock]));
  const revealed = latencies.length;
  const expired = commits.filter((c) => c.revealBlock === null && now > c.lastBlock).length;
  return {
    commits: commits.length,
    revealed,
    expired,
    pending: commits.length - revealed - expired,
    rate: ratio(BigInt(revealed), BigInt(revealed + expired)),
    latencyMean: meanOf(momentsOf(latencies)),
    latencyP50: quantile(latencies, "0.5"),
    latencyP95: quantile(latencies, "0.95"),
    nullReason: whyNull(revealed, expired),
  };
}

/** Why figures of reliability are null; null where none is. */
export function whyNull(revealed: number, expired: number): string | null {
  if (revealed > 0) return null;
  const latency = "latencyMean, latencyP50, latencyP95: no commitment of the window was revealed";
  return expired > 0 ? latency : `rate: no commitment of the window was revealed or has expired; ${latency}`;
}
