import { FORMULA_VERSION } from "../formulaVersion.ts";
import type { AuditRecord } from "./AuditRecord.ts";
import { type Case, caseOf } from "./Case.ts";
import { type ChainFindings, NO_FINDINGS } from "./ChainFindings.ts";
import type { Hex } from "./ChainLog.ts";
import type { Check } from "./Check.ts";
import { hashOf } from "./canonical.ts";
import { checksOf } from "./checks.ts";
import { type Policy, policyHash } from "./Policy.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

/**
 * What logs alone say of a slash: the same bytes as canonical JSON at every level. `checks` are all of them made without
 * findings, so that I1, I5, I6, I8 and I9 are UNKNOWN unless a log refutes them; `verdict` is computed from them.
 */
export type AuditCore = {
  readonly schema: "manometer.audit-core/1";
  readonly formulaVersion: string;
  readonly policyVersion: string;
  readonly record: AuditRecord;
  readonly checks: readonly Check[];
  readonly verdict: Verdict;
};

/**
 * The audit of a slash: the core, and with what a node found beyond it all checks from I1 to X3. `verdict` is computed
 * from all of them: it differs from the core's only where a finding makes a check FAIL, and is then INCONSISTENT.
 */
export type Audit = {
  readonly core: AuditCore;
  /** SHA-256 of the core's canonical JSON: what L0 and L1 compare. */
  readonly coreHash: Hex;
  readonly policyHash: Hex;
  readonly checks: readonly Check[];
  readonly verdict: Verdict;
  /** The sink's stake and cap around the slash, replayed (token wei, units of capacity). */
  readonly figures: Figures;
};

/** The sink's stake (token wei) and cap (units of capacity) just before and just after the slash, by the replay. */
export type Figures = {
  readonly stakeBefore: string;
  readonly stakeAfter: string;
  readonly capBefore: string;
  readonly capAfter: string;
};

/** What an audit works with: the same input gives the same audit. */
export type AuditInput = {
  readonly record: AuditRecord;
  readonly policy: Policy;
  readonly findings: ChainFindings;
};

/** Audits a slash: pure, so the same record, policy and findings give the same audit. */
export function auditOf(input: AuditInput): Audit {
  const { record, policy } = input;
  const bare = caseOf({ ...input, findings: NO_FINDINGS });
  const coreChecks = checksOf(bare);
  const core: AuditCore = {
    schema: "manometer.audit-core/1",
    formulaVersion: FORMULA_VERSION,
    policyVersion: policy.version,
    record,
    checks: coreChecks,
    verdict: verdictOf(coreChecks),
  };
  const checks = checksOf({ ...bare, findings: input.findings });
  return {
    core,
    coreHash: hashOf(core),
    policyHash: policyHash(policy),
    checks,
    verdict: verdictOf(checks),
    figures: figuresOf(bare),
  };
}

function figuresOf({ record, replay }: Case): Figures {
  const after = { ...record.subject, logIndex: record.subject.logIndex + 1 };
  return {
    stakeBefore: String(replay.stakeBefore(record.subject)),
    stakeAfter: String(replay.stakeBefore(after)),
    capBefore: String(replay.capBefore(record.subject)),
    capAfter: String(replay.capBefore(after)),
  };
}
