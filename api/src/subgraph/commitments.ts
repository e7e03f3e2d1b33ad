import type { CommitFate } from "@manometer/analytics/metrics/reliability";
import type { Fact, FactKind } from "./FactKind.ts";
import type { History } from "./History.ts";

/** A Commitment (blocks). */
export type CommitmentFact = Fact & {
  readonly committedAtBlock: string;
  readonly expiresAfterBlock: string;
  readonly revealedAtBlock: string | null;
};

/** The commitments of a SinkCapacity. */
export const COMMITMENTS: FactKind = {
  parents: "sinkCapacities",
  facts: "commitments",
  order: "committedAtBlock",
  at: "committedAt",
  fields: "committedAtBlock expiresAfterBlock revealedAtBlock",
  hasBefore: false,
  noun: "commitments",
  buckets: null,
};

/** What became of each commitment of a window. */
export function fatesOf(history: History<CommitmentFact, never>): CommitFate[] {
  return history.head.map((fact) => ({
    commitBlock: BigInt(fact.committedAtBlock),
    lastBlock: BigInt(fact.expiresAfterBlock),
    revealBlock: fact.revealedAtBlock === null ? null : BigInt(fact.revealedAtBlock),
  }));
}
