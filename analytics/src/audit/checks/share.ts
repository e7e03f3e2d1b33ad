import { slashedLog } from "../AuditRecord.ts";
import type { Case } from "../Case.ts";
import { type Check, check, passIf } from "../Check.ts";

/** R3: the amount is within the policy's share of the stake before, floored. */
export function withinShare({ record, policy, replay }: Case): Check {
  const { subject } = record;
  const stake = replay.stakeBefore(subject);
  const most = (stake * BigInt(policy.maxShareBps)) / 10_000n;
  return check("R3", "The amount is within the policy's share of the stake before", {
    result: passIf(BigInt(subject.amount) <= most),
    detail: `${subject.amount} wei; ${policy.maxShareBps} basis points of ${stake} wei are ${most} wei`,
    logs: slashedLog(record),
  });
}
