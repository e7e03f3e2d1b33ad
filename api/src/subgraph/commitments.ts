import type { CommitFate } from "@manometer/analytics/metrics/reliability";
import type { CommitmentFact } from "./FactKind.ts";
import type { History } from "./History.ts";

/** What became of each commitment of a window. */
export function fatesOf(history: History<CommitmentFact, never>): CommitFate[] {
  return history.head.map((fact) => ({
    commitBlock: BigInt(fact.committedAtBlock),
    lastBlock: BigInt(fact.expiresAfterBlock),
    revealBlock: fact.revealedAtBlock === null ? null : BigInt(fact.revealedAtBlock),
  }));
}
