import type { Audit } from "@manometer/analytics/audit/audit";
import type { Level } from "@manometer/analytics/audit/ChainFindings";
import { type ChainLog, logId } from "@manometer/analytics/audit/ChainLog";
import type { CheckResult } from "@manometer/analytics/audit/Check";
import { readReason } from "@manometer/analytics/audit/reason";
import type { Verdict } from "@manometer/analytics/audit/verdict";
import { stringify } from "csv-stringify/sync";
import { formatUnits } from "viem";

const WORDS: Readonly<Record<Verdict, string>> = {
  SUPPORTED: "The records agree, and by this policy they support the slash.",
  UNSUPPORTED: "The records agree, and by this policy they do not justify the slash.",
  INSUFFICIENT_EVIDENCE:
    "Nobody can tell from the record: the reason, or what it rests on, is not on the chain.",
  INCONSISTENT: "The records disagree with each other: what was reported is not what the chain holds.",
};
const MARKS: Readonly<Record<CheckResult, string>> = { PASS: "✓", FAIL: "✗", UNKNOWN: "?", NA: "–" };
const TRUST: Readonly<Record<Level, string>> = {
  0: "level 0: what the API's index says, and no node was asked",
  1: "level 1: rebuilt from the node's receipts, without proofs",
  2: "level 2: each log is proven to be in its block; the state is what the node says",
  3: "level 3: each log is proven to be in its block, and the state around the slash is proven",
};

/** An audit as text for people: the slash, each check in two lines, and the verdict in words. */
export function auditReport(audit: Audit, level: Level): string {
  const checks = audit.checks.flatMap(({ id, result, title, detail }) => [
    `  ${MARKS[result]} ${id.padEnd(3)} ${result.padEnd(8)} ${title}`,
    `                 ${detail}`,
  ]);
  const { policyVersion, record } = audit.core;
  return [
    ...slashLines(audit),
    "",
    ...checks,
    "",
    `Verdict: ${audit.verdict}. ${WORDS[audit.verdict]}`,
    `  policy ${policyVersion} (${audit.policyHash})`,
    `  ${TRUST[level]}`,
    `  ${record.logs.length} logs, core ${audit.coreHash}`,
  ].join("\n");
}

function slashLines({ core: { record }, figures }: Audit): string[] {
  const { subject, scope } = record;
  const { word } = readReason(subject.reason, []);
  const time = new Date(subject.timestamp * 1000).toISOString();
  return [
    `Slash ${logId(subject)}`,
    `  sink     ${subject.sink}`,
    `  slasher  ${scope.slasher ?? "not named by any companion"}`,
    `  amount   ${tokens(subject.amount)} of ${tokens(figures.stakeBefore)} staked`,
    `  reason   ${word ?? subject.reason}`,
    `  at       block ${subject.blockNumber}, log ${subject.logIndex}, ${time}, transaction ${subject.transactionHash}`,
    `  cap      ${figures.capBefore} before, ${figures.capAfter} after`,
  ];
}

function tokens(wei: string): string {
  return `${formatUnits(BigInt(wei), 18)} tokens (${wei} wei)`;
}

/** The evidence as CSV: one row a log, with the checks that refer to it, and its arguments as JSON. */
export function evidenceCsv({ core: { record }, checks }: Audit): string {
  const users = new Map<string, string[]>();
  for (const { id, evidence } of checks) {
    for (const reference of evidence) users.set(reference.id, [...(users.get(reference.id) ?? []), id]);
  }
  const rows = record.logs.map((log: ChainLog) => {
    const { contract, blockNumber, logIndex, transactionHash, event, ...args } = log;
    const id = logId(log);
    const checksOfLog = (users.get(id) ?? []).join(" ");
    return {
      id,
      event,
      blockNumber,
      logIndex,
      transactionHash,
      contract,
      checks: checksOfLog,
      arguments: JSON.stringify(args),
    };
  });
  return stringify(rows, { header: true });
}
