import { type ChainLog, type Hex, inChainOrder, type LogOf } from "./ChainLog.ts";
import { dialectOf } from "./dialects.ts";
import type { Policy } from "./Policy.ts";
import { ruleFor } from "./reason.ts";

/** The slash under audit: its Slashed log, with its block's time and who signed its transaction. */
export type Subject = LogOf<"Slashed"> & {
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly transactionFrom: Hex;
};

/** The contracts of the network, in lower case. */
export type Contracts = {
  readonly stakeManager: Hex;
  readonly capacityRegistry: Hex;
  readonly backpressurePool: Hex;
  readonly escrowBuffer: Hex;
};

/** Which logs an audit reads. Whoever gathers them may give more: `recordOf` cuts them to this. */
export type Scope = {
  readonly sink: Hex;
  /** Who slashed, by the companion; null where there is none. */
  readonly slasher: Hex | null;
  /** First block of the sink's commits, reveals, registrations, … and of the slasher's other slashes. */
  readonly fromBlock: number;
  /** First block of the sink's drains; null where the reason does not turn on them. */
  readonly drainsFromBlock: number | null;
  /** Last block that is looked at: where the consequences end, or the chain as it was known. */
  readonly untilBlock: number;
  /** The dialect that the contracts speak; absent where it is the blueprint's. */
  readonly dialect?: string | undefined;
};

/** Keys of the parameters that an audit replays: ASCII, left-aligned in 32 bytes. */
export const PARAMETERS = {
  stakeManager: ["MIN_SINK_STAKE", "STAKE_UNIT", "CAPACITY_PRECISION", "TREASURY"],
  capacityRegistry: ["EWMA_ALPHA_BPS", "COMMIT_TIMEOUT"],
} as const;

/** The name of a replayed parameter. */
export type ParameterName = (typeof PARAMETERS)[keyof typeof PARAMETERS][number];

/** The key of a parameter: its name's ASCII, left-aligned in 32 bytes. */
export function parameterKey(name: ParameterName): Hex {
  const bytes = [...name].map((letter) => letter.charCodeAt(0).toString(16)).join("");
  return `0x${bytes.padEnd(64, "0")}`;
}

/** What is known of a slash before its history is read. */
export type Beginning = {
  readonly subject: Subject;
  /** The log right after the Slashed one and every ParamUpdated of `PARAMETERS`; other logs do no harm. */
  readonly logs: readonly ChainLog[];
  readonly contracts: Contracts;
  readonly policy: Policy;
  /** The newest block of the chain as it is known. */
  readonly headBlock: number;
  /** The dialect that the contracts speak; absent where it is the blueprint's. */
  readonly dialect?: string | undefined;
};

/** Which logs the audit of a slash reads. */
export function scopeOf(beginning: Beginning): Scope {
  const { subject, logs, contracts, policy, headBlock, dialect } = beginning;
  const rule = ruleFor(subject.reason, policy);
  const before = logs.filter((log) => inChainOrder(log, subject) < 0);
  const timeouts = before.flatMap((log) => (isTimeout(log, contracts) ? [Number(log.newValue)] : []));
  const constant = Number(dialectOf(dialect).parameters.COMMIT_TIMEOUT ?? 0n);
  const reach = policy.lookbackBlocks + Math.max(constant, ...timeouts);
  const isByWork = rule?.evidence === "COMPLETION_EPOCH";
  return {
    sink: subject.sink,
    slasher: companionOf(subject, logs)?.slasher ?? null,
    fromBlock: Math.max(0, subject.blockNumber - reach),
    drainsFromBlock: isByWork ? Math.max(0, subject.blockNumber - rule.windowBlocks + 1) : null,
    untilBlock: Math.max(
      subject.blockNumber,
      Math.min(headBlock, subject.blockNumber + policy.consequenceBlocks),
    ),
    ...(dialect !== undefined && { dialect }),
  };
}

/** The SlashExecuted right after a Slashed log, of the same transaction and sink; null where there is none. */
export function companionOf(subject: Subject, logs: readonly ChainLog[]): LogOf<"SlashExecuted"> | null {
  const next = { blockNumber: subject.blockNumber, logIndex: subject.logIndex + 1 };
  const log = logs.find((other) => inChainOrder(other, next) === 0);
  const isOurs =
    log?.event === "SlashExecuted" &&
    log.contract === subject.contract &&
    log.transactionHash === subject.transactionHash &&
    log.sink === subject.sink;
  return isOurs ? log : null;
}

function isTimeout(log: ChainLog, { capacityRegistry }: Contracts): log is LogOf<"ParamUpdated"> & ChainLog {
  const isIt = log.event === "ParamUpdated" && log.key === parameterKey("COMMIT_TIMEOUT");
  return isIt && log.contract === capacityRegistry;
}
