import { logsAfter } from "../AuditRecord.ts";
import { type Aftermath, aftermathOf } from "../aftermath.ts";
import type { Case } from "../Case.ts";
import { type Check, type CheckResult, check } from "../Check.ts";

const TITLE = "The sink's capacities came within its new cap, and a rebalance followed";

/** X2, information: what the slash did to the sink's cap, and how its capacities and pools followed. */
export function consequence(slash: Case): Check {
  const { record, policy, replay } = slash;
  const { subject, scope } = record;
  const [before, after] = [subject, { ...subject, logIndex: subject.logIndex + 1 }].map(replay.capBefore);
  const caps = `the cap went from ${before} to ${after}`;
  const parts = aftermathOf(record, replay);
  if (parts.length === 0) {
    return check("X2", TITLE, { result: "NA", detail: `${caps}; no capacity of the sink is on record` });
  }
  const isOver = scope.untilBlock >= subject.blockNumber + policy.consequenceBlocks;
  const settled = parts.every((part) => part.withinCapAtBlock !== null && part.rebalance !== null);
  const open: CheckResult = isOver ? "FAIL" : "UNKNOWN";
  const rebalances = logsAfter(record).filter((log) => log.event === "Rebalanced");
  return check("X2", TITLE, {
    result: settled ? "PASS" : open,
    detail: [caps, ...parts.map((part) => describe(part, slash))].join("; "),
    logs: rebalances,
  });
}

function describe({ taskTypeId, stored, withinCapAtBlock, rebalance }: Aftermath, { record }: Case): string {
  const { subject, scope } = record;
  const from = subject.blockNumber;
  const until = `by block ${scope.untilBlock}`;
  const above =
    withinCapAtBlock === null
      ? `stood above the cap still ${until}`
      : `was within the cap after ${withinCapAtBlock - from} blocks`;
  const followed =
    rebalance === null ? `no rebalance ${until}` : `rebalanced after ${rebalance.blockNumber - from} blocks`;
  return `task type ${taskTypeId}: capacity ${stored} ${above}, ${followed}`;
}
