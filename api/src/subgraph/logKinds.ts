import type { ChainLog, Hex, LogPlace } from "@manometer/analytics/audit/ChainLog";
import type { Contracts } from "@manometer/analytics/audit/Scope";

/** A fact as graph-node gives it, with at least the place of its log. */
export type FactRow = {
  readonly sequence: string;
  readonly blockNumber: string;
  readonly logIndex: number;
  readonly transactionHash: Hex;
};

type Ref = { readonly id: Hex };

/** A kind of facts that can be read back as the logs that they were made from. */
export type LogKind = {
  readonly collection: string;
  /** What is read of each fact beside its place. */
  readonly fields: string;
  /** The log of a fact; its contract is not in the index, which listens to these alone. */
  readonly toLog: (row: FactRow, contracts: Contracts) => ChainLog;
};

/** A kind of facts, by its collection, the fields that are read of each, and the log that they make. */
export function kind<Fields>(
  collection: string,
  fields: string,
  toLog: (row: Fields, at: (contract: Hex) => LogPlace, contracts: Contracts) => ChainLog,
): LogKind {
  return {
    collection,
    fields,
    // The fields asked for are the fields that come, kept by the tests that check each question against the snapshot.
    toLog: (row, contracts) =>
      toLog(row as FactRow & Fields, (contract) => placeOf(row, contract), contracts),
  };
}

function placeOf(row: FactRow, contract: Hex): LogPlace {
  const { blockNumber, logIndex, transactionHash } = row;
  return { contract, blockNumber: Number(blockNumber), logIndex, transactionHash };
}

/** Staked. */
export const STAKES = kind<{ sink: Ref; amount: string; totalStake: string }>(
  "stakes",
  "sink { id } amount totalStake",
  ({ sink, amount, totalStake }, at, { stakeManager }) => ({
    ...at(stakeManager),
    event: "Staked",
    sink: sink.id,
    amount,
    totalStake,
  }),
);

/** Unstaked. */
export const UNSTAKES = kind<{ sink: Ref; amount: string }>(
  "unstakes",
  "sink { id } amount",
  ({ sink, amount }, at, { stakeManager }) => ({
    ...at(stakeManager),
    event: "Unstaked",
    sink: sink.id,
    amount,
  }),
);

/** Slashed. */
export const SLASHES = kind<{ sink: Ref; amount: string; reason: Hex }>(
  "slashes",
  "sink { id } amount reason",
  ({ sink, amount, reason }, at, { stakeManager }) => ({
    ...at(stakeManager),
    event: "Slashed",
    sink: sink.id,
    amount,
    reason,
  }),
);

type Execution = {
  readonly sink: Ref;
  readonly slasher: Ref;
  readonly requested: string;
  readonly actual: string;
  readonly stakeBefore: string;
  readonly stakeAfter: string;
  readonly evidenceHash: Hex;
};

/** SlashExecuted. */
export const EXECUTIONS = kind<Execution>(
  "slashExecutions",
  "sink { id } slasher { id } requested actual stakeBefore stakeAfter evidenceHash",
  ({ sink, slasher, requested, actual, stakeBefore, stakeAfter, evidenceHash }, at, { stakeManager }) => ({
    ...at(stakeManager),
    event: "SlashExecuted",
    sink: sink.id,
    slasher: slasher.id,
    requested,
    actual,
    stakeBefore,
    stakeAfter,
    evidenceHash,
  }),
);

/** SlasherSet. */
export const PERMISSIONS = kind<{ slasher: Ref; isAuthorized: boolean }>(
  "slasherChanges",
  "slasher { id } isAuthorized",
  ({ slasher, isAuthorized }, at, { stakeManager }) => ({
    ...at(stakeManager),
    event: "SlasherSet",
    slasher: slasher.id,
    authorized: isAuthorized,
  }),
);

/** ParamUpdated, of any contract. */
export const PARAMETERS = kind<{ contract: Hex; key: Hex; oldValue: string; newValue: string }>(
  "parameterChanges",
  "contract key oldValue newValue",
  ({ contract, key, oldValue, newValue }, at) => ({
    ...at(contract),
    event: "ParamUpdated",
    key,
    oldValue,
    newValue,
  }),
);

/** Rebalanced. */
export const REBALANCES = kind<{ taskType: Ref; sinkCount: string; totalCapacity: string }>(
  "rebalances",
  "taskType { id } sinkCount totalCapacity",
  ({ taskType, sinkCount, totalCapacity }, at, { backpressurePool }) => ({
    ...at(backpressurePool),
    event: "Rebalanced",
    taskTypeId: taskType.id,
    sinkCount,
    totalCapacity,
  }),
);

/** Drained. */
export const DRAINS = kind<{ taskType: Ref; sink: Ref; amount: string }>(
  "drains",
  "taskType { id } sink { id } amount",
  ({ taskType, sink, amount }, at, { escrowBuffer }) => ({
    ...at(escrowBuffer),
    event: "Drained",
    taskTypeId: taskType.id,
    sink: sink.id,
    amount,
  }),
);
