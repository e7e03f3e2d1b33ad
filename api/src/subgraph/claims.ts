import { type Claims, claimOf } from "@manometer/analytics/metrics/overclaim";
import type { Fact, FactKind, Stats } from "./FactKind.ts";
import type { History } from "./History.ts";

/** A reveal, by what it claimed and what counted of it (units of capacity). */
export type ClaimFact = Fact & { readonly raw: string; readonly capped: string };

/** An hour or a day of what reveals claimed; see CapacityStats. */
export type ClaimStats = Stats & {
  readonly overclaimCount: string;
  readonly overclaimSum: string;
  readonly rawSum: string;
};

/** What the reveals of a SinkCapacity claimed. */
export const CLAIMS: FactKind = {
  parents: "sinkCapacities",
  facts: "reveals",
  order: "sequence",
  at: "timestamp",
  fields: "raw capped",
  hasBefore: false,
  noun: "reveals",
  buckets: { stats: "capacityStats", fields: "count overclaimCount overclaimSum rawSum" },
};

/** What a window's reveals claimed, in parts: single reveals, hours or days. */
export type ClaimsRead = Pick<History<never, never>, "resolution"> & { readonly claims: readonly Claims[] };

/** What each reveal, hour or day of a history claimed. */
export function claimsOf({ resolution, head, buckets, tail }: History<ClaimFact, ClaimStats>): ClaimsRead {
  const single = (fact: ClaimFact) => claimOf(BigInt(fact.raw), BigInt(fact.capped));
  const hours = buckets.map((stats) => ({
    count: BigInt(stats.count),
    overclaims: BigInt(stats.overclaimCount),
    excess: BigInt(stats.overclaimSum),
    declared: BigInt(stats.rawSum),
  }));
  return { resolution, claims: [...head.map(single), ...hours, ...tail.map(single)] };
}
