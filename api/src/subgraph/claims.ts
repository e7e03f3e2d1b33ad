import { type Claims, claimOf } from "@manometer/analytics/metrics/overclaim";
import type { CapacityStats, RevealFact } from "./FactKind.ts";
import type { History } from "./History.ts";

/** What a window's reveals claimed, in parts: single reveals, hours or days. */
export type ClaimsRead = Pick<History<never, never>, "resolution"> & { readonly claims: readonly Claims[] };

/** What each reveal, hour or day of a history claimed. */
export function claimsOf({
  resolution,
  head,
  buckets,
  tail,
}: History<RevealFact, CapacityStats>): ClaimsRead {
  const single = (fact: RevealFact) => claimOf(BigInt(fact.raw), BigInt(fact.cap));
  const hours = buckets.map((stats) => ({
    count: BigInt(stats.count),
    overclaims: BigInt(stats.overclaimCount),
    excess: BigInt(stats.overclaimSum),
    declared: BigInt(stats.rawSum),
  }));
  return { resolution, claims: [...head.map(single), ...hours, ...tail.map(single)] };
}
