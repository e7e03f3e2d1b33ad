import type { AuditRecord } from "./AuditRecord.ts";
import {
  type ChainLog,
  type Hex,
  inChainOrder,
  isEvent,
  type LogOf,
  logId,
  type Position,
} from "./ChainLog.ts";
import type { EvidenceKind } from "./Policy.ts";
import type { Replay } from "./Replay.ts";

/** One piece of evidence against the sink. */
export type Piece = {
  /** Id of its log: the commit that was never revealed, or the reveal above the cap. */
  readonly id: Hex;
  readonly log: LogOf<"CapacityCommitted"> | LogOf<"CapacityRevealed">;
  /** The block that made it evidence: the first in which a reveal came too late, or the reveal's own. */
  readonly atBlock: number;
};

/** Where pieces are looked for: what happened before a position, in so many blocks up to its own. */
export type Search = { readonly position: Position; readonly windowBlocks: number };

/** The pieces of a kind in a window, in the order of their logs. Of completion epochs there are none. */
export function piecesIn(
  record: AuditRecord,
  replay: Replay,
  kind: EvidenceKind,
  { position, windowBlocks }: Search,
): Piece[] {
  if (kind === "COMPLETION_EPOCH") return [];
  const logs = record.logs.filter((log) => inChainOrder(log, position) < 0);
  const pieces = kind === "OVER_CLAIM" ? overclaims(logs, replay) : withheld(logs, replay, position);
  return pieces.filter(({ atBlock }) => atBlock > position.blockNumber - windowBlocks);
}

/** Reveals above the cap of their moment. */
function overclaims(logs: readonly ChainLog[], replay: Replay): Piece[] {
  return logs.flatMap((log) =>
    isEvent(log, "CapacityRevealed") && BigInt(log.raw) > replay.capBefore(log)
      ? [{ id: logId(log), log, atBlock: log.blockNumber }]
      : [],
  );
}

/**
 * Commitments whose time was over, by the timeout in force, when the position came, or when another commit or the
 * sink's departure took their place before it. One that its sink left behind in time is no evidence.
 */
function withheld(logs: readonly ChainLog[], replay: Replay, position: Position): Piece[] {
  const pending = new Map<Hex, LogOf<"CapacityCommitted">>();
  const pieces: Piece[] = [];
  const close = (taskTypeId: Hex, at: Position): void => {
    const commit = pending.get(taskTypeId);
    pending.delete(taskTypeId);
    if (commit === undefined) return;
    const lastBlock = commit.blockNumber + Number(replay.parameterBefore("COMMIT_TIMEOUT", at));
    if (at.blockNumber > lastBlock) pieces.push({ id: logId(commit), log: commit, atBlock: lastBlock + 1 });
  };
  for (const log of logs) {
    if (log.event === "CapacityRevealed") pending.delete(log.taskTypeId);
    if (log.event === "SinkDeregistered") close(log.taskTypeId, log);
    if (log.event !== "CapacityCommitted") continue;
    close(log.taskTypeId, log);
    pending.set(log.taskTypeId, log);
  }
  for (const taskTypeId of [...pending.keys()]) close(taskTypeId, position);
  return pieces.sort((a, b) => inChainOrder(a.log, b.log));
}
