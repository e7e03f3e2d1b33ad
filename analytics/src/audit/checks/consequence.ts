import { logsAfter } from "../AuditRecord.ts";
import { type Aftermath, aftermathOf } from "../aftermath.ts";
import type { Case } from "../Case.ts";
import { type Check, type CheckResult, check } from "../Check.ts";

const TITLE = "Capacities that the slash left above the cap came within it, and a rebalance followed";

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
  const settled = parts.every(
    (part) => !part.isAbove || (part.withinCapAtBlock !== null && part.rebalance !== null),
  );
  const open: CheckResult = isOver ? "FAIL" : "UNKNOWN";
  const rebalances = logsAfter(record).filter((log) => log.event === "Rebalanced");
  return check("X2", TITLE, {
    result: settled ? "PASS" : open,
    detail: [caps, ...parts.map((part) => describe(part, slash))].join("; "),
    logs: rebalances,
  });
}

function describe(
  { taskTypeId, stored, isAbove, withinCapAtBlock, rebalance }: Aftermath,
  { record }: Case,
): string {
  const { subject, scope } = record;
  const blocks = (to: number) => `${to - subject.blockNumber} blocks`;
  const until = `by block ${scope.untilBlock}`;
  const came = withinCapAtBlock === null ? `still ${until}` : `for ${blocks(withinCapAtBlock)}`;
  const above = isAbove ? `stood above the cap ${came}` : "stayed within the cap";
  const followed =
    rebalance === null ? `no rebalance ${until}` : `rebalanced after ${blocks(rebalance.blockNumber)}`;
  return `task type ${taskTypeId}: capacity ${stored} ${above}, ${followed}`;
}
