import { type AuditRecord, logsAfter } from "./AuditRecord.ts";
import { type ChainLog, type Hex, inChainOrder, type LogOf, type Position } from "./ChainLog.ts";
import { type Dialect, dialectOf } from "./dialects.ts";
import type { Replay } from "./Replay.ts";
import { type Step, valueBefore } from "./steps.ts";

/** What became of the sink's capacity for one task type after the slash. */
export type Aftermath = {
  readonly taskTypeId: Hex;
  /** The stored EWMA at the slash (units of capacity). */
  readonly stored: bigint;
  /** Whether that was above the cap that the slash left. */
  readonly isAbove: boolean;
  /** First block with it within the cap, or with the sink gone; null where there was none. */
  readonly withinCapAtBlock: number | null;
  /** The task type's first rebalance after the slash; null where there was none. */
  readonly rebalance: LogOf<"Rebalanced"> | null;
};

type Stored = bigint | null;
type Pair = { readonly taskTypeId: Hex };

/** What became of each capacity that the record knows the sink to have had at the slash, by task type. */
export function aftermathOf(record: AuditRecord, replay: Replay): Aftermath[] {
  const { subject } = record;
  const capacities = storedSteps(record, replay);
  return [...capacities].sort().flatMap(([taskTypeId, steps]) => {
    const stored = valueBefore<Stored>(steps, subject, null);
    if (stored === null) return [];
    const rebalance = logsAfter(record).find((log) => isRebalanceOf(log, taskTypeId)) ?? null;
    const isAbove = stored > replay.capBefore({ ...subject, logIndex: subject.logIndex + 1 });
    const withinCapAtBlock = withinAt(record, replay, steps);
    return [{ taskTypeId, stored, isAbove, withinCapAtBlock, rebalance }];
  });
}

function isRebalanceOf(log: ChainLog, taskTypeId: Hex): log is LogOf<"Rebalanced"> {
  return log.event === "Rebalanced" && log.taskTypeId === taskTypeId;
}

/** The registry's stored EWMA by task type: null where the sink is gone. */
function storedSteps({ logs, scope }: AuditRecord, replay: Replay): Map<Hex, (Step<Stored> & Pair)[]> {
  const dialect = dialectOf(scope.dialect);
  const steps = logs.flatMap((log) => {
    const value = storedAfter(log, replay, dialect);
    if (value === undefined || !("taskTypeId" in log)) return [];
    const { blockNumber, logIndex, taskTypeId } = log;
    return [{ blockNumber, logIndex, taskTypeId, value }];
  });
  return Map.groupBy(steps, ({ taskTypeId }) => taskTypeId);
}

function storedAfter(log: ChainLog, replay: Replay, dialect: Dialect): Stored | undefined {
  if (log.event === "CapacityRevealed" || log.event === "CapacityClamped") return BigInt(log.smoothed);
  if (log.event === "SinkDeregistered") return null;
  if (log.event !== "SinkRegistered") return undefined;
  const [declared, cap] = [BigInt(log.initialCapacity), replay.capBefore(log)];
  const sample = declared < cap || dialect.isRawCapped ? declared : cap;
  const isSmoothed = dialect.isRegistrationSmoothed;
  return isSmoothed ? (sample * replay.parameterBefore("EWMA_ALPHA_BPS", log)) / 10_000n : sample;
}

function withinAt(record: AuditRecord, replay: Replay, steps: readonly Step<Stored>[]): number | null {
  const { subject } = record;
  const moments: readonly Position[] = [subject, ...logsAfter(record)].sort(inChainOrder);
  const first = moments.find(({ blockNumber, logIndex }) => {
    const after = { blockNumber, logIndex: logIndex + 1 };
    const stored = valueBefore<Stored>(steps, after, null);
    return stored === null || stored <= replay.capBefore(after);
  });
  return first?.blockNumber ?? null;
}
