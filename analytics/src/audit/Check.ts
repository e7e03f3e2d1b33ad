import { type ChainLog, type EventName, type Hex, logId } from "./ChainLog.ts";

/** PASS and FAIL; UNKNOWN: an input is missing; NA: the check does not apply to this slash. */
export type CheckResult = "PASS" | "FAIL" | "UNKNOWN" | "NA";

/** I: the records agree; U: who slashed; R: whether the reason holds; X: information, without part in the verdict. */
export type CheckId =
  | "I1"
  | "I2"
  | "I3"
  | "I4"
  | "I5"
  | "I6"
  | "I7"
  | "I8"
  | "I9"
  | "U1"
  | "U2"
  | "R1"
  | "R2"
  | "R3"
  | "R4"
  | "R5"
  | "X1"
  | "X2"
  | "X3";

/** A log that a check rests on; `type` is the entity that the index keeps of it, e.g. Reveal. */
export type EvidenceRef = {
  readonly type: string;
  readonly id: Hex;
  readonly transactionHash: Hex;
  readonly logIndex: number;
  readonly blockNumber: number;
};

/** One check's answer. */
export type Check = {
  readonly id: CheckId;
  readonly result: CheckResult;
  /** What has to hold, in one line. */
  readonly title: string;
  /** What was found, with its figures. */
  readonly detail: string;
  readonly evidence: readonly EvidenceRef[];
};

/** What a check found. */
export type Found = Pick<Check, "result" | "detail"> & { readonly logs?: readonly ChainLog[] };

/** A check's answer, with references to the logs that it rests on: at most the newest 50. */
export function check(id: CheckId, title: string, { result, detail, logs = [] }: Found): Check {
  return { id, result, title, detail, evidence: refsTo(logs) };
}

/** PASS where it holds, else FAIL. */
export function passIf(holds: boolean): CheckResult {
  return holds ? "PASS" : "FAIL";
}

/** Most logs that a check refers to; of more, the newest. */
const MOST_REFS = 50;

const entities: Readonly<Record<EventName, string>> = {
  Staked: "Stake",
  Unstaked: "Unstake",
  Slashed: "Slash",
  SlashExecuted: "SlashExecution",
  SlasherSet: "SlasherChange",
  ParamUpdated: "ParameterChange",
  CapacityCommitted: "Commit",
  CapacityRevealed: "Reveal",
  SinkRegistered: "SinkRegistration",
  SinkDeregistered: "SinkDeregistration",
  CapacityClamped: "CapacityClamp",
  Rebalanced: "Rebalance",
  Drained: "Drain",
};

function refsTo(logs: readonly ChainLog[]): EvidenceRef[] {
  return logs.slice(-MOST_REFS).map((log) => ({
    type: entities[log.event],
    id: logId(log),
    transactionHash: log.transactionHash,
    logIndex: log.logIndex,
    blockNumber: log.blockNumber,
  }));
}
