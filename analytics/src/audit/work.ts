import type { AuditRecord } from "./AuditRecord.ts";
import { logsBefore } from "./AuditRecord.ts";
import { isEvent } from "./ChainLog.ts";

/** What the sink was paid against what it declared, in words: shown beside a claim of underperformance, never enough. */
export function workOf(record: AuditRecord): string {
  const from = record.scope.drainsFromBlock ?? record.scope.fromBlock;
  const logs = logsBefore(record).filter((log) => log.blockNumber >= from);
  const drains = logs.filter((log) => isEvent(log, "Drained"));
  const reveals = logs.filter((log) => isEvent(log, "CapacityRevealed"));
  const paid = drains.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  const declared = reveals.reduce((sum, { raw }) => sum + BigInt(raw), 0n);
  const mean =
    reveals.length === 0 ? "nothing" : `${declared / BigInt(reveals.length)} units of capacity on average`;
  return `since block ${from} the sink was paid ${paid} wei in ${drains.length} drains and declared ${mean}`;
}
