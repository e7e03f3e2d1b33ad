import { type ChainLog, inChainOrder, isEvent, type LogOf, logId } from "./ChainLog.ts";
import { policyHash } from "./Policy.ts";
import { type Beginning, type Contracts, type Scope, type Subject, scopeOf } from "./Scope.ts";
import { keeper } from "./scoping.ts";

/**
 * Everything that the contracts' logs say about one slash: the same bytes as canonical JSON, whether an index or a node
 * gave the logs.
 */
export type AuditRecord = {
  readonly schema: "manometer.audit-record/1";
  readonly contracts: Contracts;
  /** The policy that says how far the record reaches. */
  readonly policyHash: string;
  readonly subject: Subject;
  readonly scope: Scope;
  /** The logs within the scope in the chain's order, the slash's own Slashed and SlashExecuted among them. */
  readonly logs: readonly ChainLog[];
};

/** Most logs of one record. */
export const MOST_LOGS = 20_000;

/** The history of a slash does not fit into a record. */
export class RecordTooLarge extends Error {
  override readonly name = "RecordTooLarge";
}

/**
 * Makes the record of a slash from logs that were gathered anywhere, in any order, repeated or too many: it keeps those
 * of its scope.
 * @throws RecordTooLarge where they are more than 20,000
 */
export function recordOf(beginning: Beginning): AuditRecord {
  const { subject, contracts, policy } = beginning;
  const scope = scopeOf(beginning);
  const inScope = keeper(subject, scope, contracts);
  const { timestamp: _, transactionFrom: __, ...slashed } = subject;
  const kept = [...beginning.logs, slashed].filter(inScope);
  const logs = [...new Map(kept.map((log) => [logId(log), log])).values()].sort(inChainOrder);
  if (logs.length > MOST_LOGS) {
    const advice = "audit it with a policy that looks less far back";
    throw new RecordTooLarge(`The slash has ${logs.length} logs, ${MOST_LOGS} are allowed: ${advice}.`);
  }
  return {
    schema: "manometer.audit-record/1",
    contracts,
    policyHash: policyHash(policy),
    subject,
    scope,
    logs: firstRebalances(logs),
  };
}

/** Of the rebalances after the slash, the first of each task type is enough. */
function firstRebalances(logs: readonly ChainLog[]): ChainLog[] {
  const seen = new Set<string>();
  const signalled = new Set(
    logs.flatMap((log) => ("taskTypeId" in log && "sink" in log ? [log.taskTypeId] : [])),
  );
  return logs.filter((log) => {
    if (!isEvent(log, "Rebalanced")) return true;
    if (!signalled.has(log.taskTypeId) || seen.has(log.taskTypeId)) return false;
    seen.add(log.taskTypeId);
    return true;
  });
}

/** The record's logs before the slash. */
export function logsBefore({ logs, subject }: AuditRecord): ChainLog[] {
  return logs.filter((log) => inChainOrder(log, subject) < 0);
}

/** The record's logs after the slash and its companion. */
export function logsAfter({ logs, subject }: AuditRecord): ChainLog[] {
  return logs.filter((log) => inChainOrder(log, subject) > 0);
}

/** The slash's own Slashed log. */
export function slashedLog({ logs, subject }: AuditRecord): ChainLog[] {
  return logs.filter((log) => inChainOrder(log, subject) === 0);
}

/** A log that changed a stake. */
export type StakeLog = LogOf<"Staked"> | LogOf<"Unstaked"> | LogOf<"Slashed">;

/** What changed the sink's stake before the slash. */
export function stakeLogs(record: AuditRecord): StakeLog[] {
  return logsBefore(record).flatMap((log) =>
    log.event === "Staked" || log.event === "Unstaked" || log.event === "Slashed" ? [log] : [],
  );
}
