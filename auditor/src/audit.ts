import type { AuditRecord } from "@manometer/analytics/audit/AuditRecord";
import { type Audit, type AuditInput, auditOf } from "@manometer/analytics/audit/audit";
import type { Bundle } from "@manometer/analytics/audit/Bundle";
import { bundleOf, type Proofs } from "@manometer/analytics/audit/bundling";
import type { ChainFindings } from "@manometer/analytics/audit/ChainFindings";
import { logId } from "@manometer/analytics/audit/ChainLog";
import type { Policy } from "@manometer/analytics/audit/Policy";
import { findingsOfState, inclusionFinding } from "./findings.ts";
import { headersIn } from "./headers.ts";
import { type Question, rebuild } from "./history.ts";
import type { Node } from "./Node.ts";
import { findingsAt1 } from "./nodeFindings.ts";
import { type ProofQuestion, proofsOf } from "./proofs.ts";
import { stateClaims } from "./stateClaims.ts";
import { provenState } from "./stateProofs.ts";

/** What to audit and how. */
export type AuditQuestion = Question & ProofQuestion;

/** An audit that asked a node, what it worked with, and its bundle. */
export type NodeAudit = { audit: Audit; input: AuditInput; bundle: Bundle };

/**
 * Audits a slash from a node alone. Throws when the node has no such slash, contradicts itself, or no longer has the
 * state that the level needs.
 */
export async function auditSlash(node: Node, question: AuditQuestion): Promise<NodeAudit> {
  const { policy } = question;
  const record = await rebuild(node, question);
  const proofs = await proofsOf(node, record, question);
  const said = await findingsAt1(node, record);
  const findings = { ...said, ...(await findingsProven(record, policy, proofs)) };
  const input = { record, policy, findings };
  const audit = auditOf(input);
  return { audit, input, bundle: bundleOf(audit, input, proofs) };
}

async function findingsProven(
  record: AuditRecord,
  policy: Policy,
  proofs: Proofs,
): Promise<Partial<ChainFindings>> {
  const { subject } = record;
  if (proofs.level < 2) return {};
  const headerAt = headersIn(proofs.headers);
  const proof = proofs.receipts.get(logId(subject)) ?? null;
  const inclusion = inclusionFinding(headerAt(subject.blockNumber), proof);
  if (proofs.level < 3) return { inclusion };
  const state = await provenState(proofs.stateProofs, stateClaims(record, policy), headerAt);
  return { inclusion, ...findingsOfState(state, record) };
}
