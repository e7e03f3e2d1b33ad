import { slashedLog } from "../AuditRecord.ts";
import type { Case } from "../Case.ts";
import type { Proven } from "../ChainFindings.ts";
import { type Check, type CheckId, check, passIf } from "../Check.ts";

/** I8: the log is proven to be in its block. */
export function inclusion(slash: Case): Check {
  const title =
    "The log is in a receipt whose trie root is in the header, and the header hashes to the block's hash";
  return proven("I8", title, slash, slash.findings.inclusion);
}

/** I9: the block is still part of the chain. */
export function canonical(slash: Case): Check {
  return proven("I9", "That block's hash is canonical at its height", slash, slash.findings.canonical);
}

function proven(id: CheckId, title: string, { record }: Case, finding: Proven | null): Check {
  const logs = slashedLog(record);
  if (finding === null)
    return check(id, title, { result: "UNKNOWN", detail: "not asked at this level", logs });
  return check(id, title, { result: passIf(finding.holds), detail: finding.detail, logs });
}
