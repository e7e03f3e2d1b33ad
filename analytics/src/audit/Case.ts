import type { AuditRecord } from "./AuditRecord.ts";
import type { AuditInput } from "./audit.ts";
import type { LogOf } from "./ChainLog.ts";
import type { Rule } from "./Policy.ts";
import { type Piece, piecesIn } from "./pieces.ts";
import { type Replay, replayOf } from "./Replay.ts";
import { type Reason, readReason, ruleFor } from "./reason.ts";
import { companionOf } from "./Scope.ts";

/** What the checks of one slash have in common, worked out once. */
export type Case = AuditInput & {
  readonly replay: Replay;
  readonly companion: LogOf<"SlashExecuted"> | null;
  readonly reason: Reason;
  /** The policy's rule for the reason; null where it has none. */
  readonly rule: Rule | null;
  readonly evidence: Evidence;
};

/** The pieces behind the rule, each a part of the one before. */
export type Evidence = {
  /** In the whole lookback. */
  readonly all: readonly Piece[];
  /** In the rule's window. */
  readonly recent: readonly Piece[];
  /** In the rule's window, and behind no earlier slash of the sink. */
  readonly unspent: readonly Piece[];
};

/** Works out a case. */
export function caseOf(input: AuditInput): Case {
  const { record, policy } = input;
  const replay = replayOf(record);
  const rule = ruleFor(record.subject.reason, policy);
  return {
    ...input,
    replay,
    companion: companionOf(record.subject, record.logs),
    reason: readReason(record.subject.reason, Object.keys(policy.rules)),
    rule,
    evidence: rule === null ? { all: [], recent: [], unspent: [] } : evidenceFor(input, replay, rule),
  };
}

function evidenceFor({ record, policy }: AuditInput, replay: Replay, rule: Rule): Evidence {
  const position = record.subject;
  const find = (windowBlocks: number) => piecesIn(record, replay, rule.evidence, { position, windowBlocks });
  const recent = find(rule.windowBlocks);
  const spent = new Set(
    earlierSlashes(record, rule.windowBlocks).flatMap((slash) => {
      const other = ruleFor(slash.reason, policy);
      if (other?.evidence !== rule.evidence) return [];
      const search = { position: slash, windowBlocks: other.windowBlocks };
      return piecesIn(record, replay, other.evidence, search).map(({ id }) => id);
    }),
  );
  return { all: find(policy.lookbackBlocks), recent, unspent: recent.filter(({ id }) => !spent.has(id)) };
}

/** The sink's slashes in the window before this one: what lies further back cannot have used evidence of the window. */
function earlierSlashes({ logs, subject }: AuditRecord, windowBlocks: number): LogOf<"Slashed">[] {
  const from = subject.blockNumber - windowBlocks;
  return logs.flatMap((log) => {
    if (log.event !== "Slashed" || log.blockNumber <= from) return [];
    const isEarlier =
      log.blockNumber < subject.blockNumber ||
      (log.blockNumber === subject.blockNumber && log.logIndex < subject.logIndex);
    return isEarlier ? [log] : [];
  });
}
