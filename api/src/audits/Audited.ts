import { type Audit, type AuditInput, auditOf } from "@manometer/analytics/audit/audit";
import type { Level } from "@manometer/analytics/audit/ChainFindings";
import type { Hex } from "@manometer/analytics/audit/ChainLog";
import type { Testimony } from "../chain/Witness.ts";

/** An audited slash. */
export type Audited = {
  readonly slashId: Hex;
  readonly input: AuditInput;
  readonly audit: Audit;
  readonly level: Level;
  /** Why the level is not higher. */
  readonly levelReason: string;
};

const NO_NODE = "no node was asked (RPC_URL is not set): this is what the index says";
const NO_PROOF = "the node's logs make the same record; proofs are made by `manometer audit`";

/** The audit of a record from the index. */
export function auditedFrom(slashId: Hex, input: AuditInput): Audited {
  return { slashId, input, audit: auditOf(input), level: 0, levelReason: NO_NODE };
}

/** The audit with what a node says; at level 0 still, with the reason, where it says nothing. */
export function withTestimony(audited: Audited, testimony: Testimony): Audited {
  if (testimony.findings === null) return { ...audited, levelReason: testimony.reason };
  const input = { ...audited.input, findings: testimony.findings };
  return { ...audited, input, audit: auditOf(input), level: 1, levelReason: NO_PROOF };
}
