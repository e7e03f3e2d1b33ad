import type { AuditRecord } from "./AuditRecord.ts";
import type { ChainFindings } from "./ChainFindings.ts";
import type { Hex } from "./ChainLog.ts";
import type { Check } from "./Check.ts";
import type { Policy } from "./Policy.ts";
import type { Verdict } from "./verdict.ts";

/**
 * What logs alone decide of a slash: the same bytes as canonical JSON at every level. `checks` are those of U, R and X,
 * and of I those that logs decide (I2, I3, I4, I7); `verdict` is computed from them alone.
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

/** What `auditOf` works with. */
export type AuditInput = {
  readonly record: AuditRecord;
  readonly policy: Policy;
  readonly findings: ChainFindings;
};
