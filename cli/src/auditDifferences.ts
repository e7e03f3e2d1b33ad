import type { AuditCore } from "@manometer/analytics/audit/audit";
import { auditOf } from "@manometer/analytics/audit/audit";
import type { Bundle } from "@manometer/analytics/audit/Bundle";
import { NO_FINDINGS } from "@manometer/analytics/audit/ChainFindings";
import { type ChainLog, logId } from "@manometer/analytics/audit/ChainLog";
import { canonicalJson, hashOf } from "@manometer/analytics/audit/canonical";
import { recordIn } from "@manometer/auditor/verify";

const MOST = 10;

/**
 * How an API's bundle differs from the core that a node gives, in words, ten differences at most; nothing where their
 * cores are the same, byte for byte.
 */
export function differences(told: Bundle, core: AuditCore): string[] {
  const record = recordIn(told);
  const own = auditOf({ record, policy: told.policy, findings: NO_FINDINGS });
  const found: string[] = [];
  if (own.coreHash !== told.coreHash) {
    found.push(`its core hash ${told.coreHash} is not that of its evidence, ${own.coreHash}`);
  }
  if (told.coreHash === hashOf(core) && found.length === 0) return [];
  if (told.policyHash !== core.record.policyHash) {
    found.push(`it audits by the policy ${told.policyHash}, this by ${core.record.policyHash}`);
  }
  if (told.formulaVersion !== core.formulaVersion) {
    found.push(`its formula version is ${told.formulaVersion}, this one's ${core.formulaVersion}`);
  }
  for (const name of ["contracts", "subject", "scope"] as const) {
    const [said, is] = [canonicalJson(record[name]), canonicalJson(core.record[name])];
    if (said !== is) found.push(`its ${name}: ${said}, the node's: ${is}`);
  }
  found.push(...logDifferences(record.logs, core.record.logs));
  for (const [i, check] of core.checks.entries()) {
    const said = own.core.checks[i];
    if (said?.result !== check.result)
      found.push(`${check.id} is ${said?.result} by it, ${check.result} by the node`);
  }
  if (found.length === 0) found.push(`its core hash is ${told.coreHash}, the node's ${hashOf(core)}`);
  return found.length > MOST ? [...found.slice(0, MOST), `and ${found.length - MOST} more`] : found;
}

function logDifferences(told: readonly ChainLog[], found: readonly ChainLog[]): string[] {
  const [said, is] = [byId(told), byId(found)];
  const missing = found.filter((log) => !said.has(logId(log))).map((log) => `it leaves out ${what(log)}`);
  const invented = told.filter((log) => !is.has(logId(log))).map((log) => `${what(log)} is not on the chain`);
  const changed = told.flatMap((log) => {
    const real = is.get(logId(log));
    if (real === undefined || canonicalJson(real) === canonicalJson(log)) return [];
    return `${what(log)} is ${canonicalJson(log)} by it, ${canonicalJson(real)} on the chain`;
  });
  return [...changed, ...missing, ...invented];
}

function byId(logs: readonly ChainLog[]): Map<string, ChainLog> {
  return new Map(logs.map((log) => [logId(log), log]));
}

function what({ event, blockNumber, logIndex }: ChainLog): string {
  return `the ${event} of block ${blockNumber}, log ${logIndex},`;
}
