import { slashedLog } from "../AuditRecord.ts";
import type { Case } from "../Case.ts";
import { type Check, type CheckResult, check, passIf } from "../Check.ts";

/** I1: the log comes from the configured StakeManager, in a transaction with status 1. */
export function origin({ record, findings }: Case): Check {
  const { subject, contracts } = record;
  const from = `${subject.contract} emitted it`;
  const answer = (result: CheckResult, detail: string) =>
    check("I1", "The log comes from the StakeManager, in a transaction that succeeded", {
      result,
      detail,
      logs: slashedLog(record),
    });
  if (subject.contract !== contracts.stakeManager) {
    return answer("FAIL", `${from}; the StakeManager is ${contracts.stakeManager}`);
  }
  if (findings.succeeded === null) {
    return answer("UNKNOWN", `${from}; no node was asked for the transaction's status`);
  }
  const status = findings.succeeded ? "succeeded" : "failed";
  return answer(passIf(findings.succeeded), `${from}, and its transaction ${status}`);
}

/** I2: something was taken. */
export function amountAboveZero({ record }: Case): Check {
  const { amount } = record.subject;
  return check("I2", "The amount is above 0", {
    result: passIf(BigInt(amount) > 0n),
    detail: `${amount} wei were taken`,
    logs: slashedLog(record),
  });
}
