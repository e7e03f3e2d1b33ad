import type { Address, Hex } from "viem";
import type { AuditOutcome } from "./model/Audits.ts";
import type { ProfileName } from "./profile.ts";

/** An integer of any size as decimal digits: token wei, or units of capacity. */
export type Decimal = string;

/** A sink's reveal: declared, capped and smoothed capacity, with the cap of that moment. */
export type ExpectedReveal = {
  block: number;
  timestamp: number;
  raw: Decimal;
  cap: Decimal;
  capped: Decimal;
  smoothedBefore: Decimal;
  smoothed: Decimal;
  commitBlock: number;
};

/**
 * One sink in one task type at the head. `smoothed` is the smaller of `stored` and `cap`; `expired` and `pending`
 * count the commitments without a reveal whose time is over, or is not, at the head.
 */
export type ExpectedPair = {
  taskType: Hex;
  sink: Address;
  isRegistered: boolean;
  stored: Decimal;
  smoothed: Decimal;
  cap: Decimal;
  units: Decimal;
  commits: number;
  expired: number;
  pending: number;
  /** The blocks of all commitments, in order. */
  commitBlocks: number[];
  reveals: ExpectedReveal[];
};

export type ExpectedSink = {
  name: string;
  stake: Decimal;
  cap: Decimal;
  totalStaked: Decimal;
  totalUnstaked: Decimal;
  totalSlashed: Decimal;
  totalDrained: Decimal;
};

export type ExpectedTaskType = {
  name: string;
  minStake: Decimal;
  sinkCount: number;
  /** Σ of the stored capacities, and Σ of the effective ones. */
  totalCapacity: Decimal;
  effectiveCapacity: Decimal;
  /** Σ at the last rebalance. */
  lastTotalCapacity: Decimal;
  totalUnits: Decimal;
};

export type ExpectedBuffer = { level: Decimal; max: Decimal; head: Decimal; tail: Decimal };

export type ExpectedSlash = {
  block: number;
  timestamp: number;
  sink: Address;
  slasher: Address;
  reason: Hex;
  requested: Decimal;
  amount: Decimal;
  stakeBefore: Decimal;
  stakeAfter: Decimal;
  capBefore: Decimal;
  capAfter: Decimal;
  evidenceHash: Hex;
};

export type ExpectedDrain = {
  taskType: Hex;
  sink: Address;
  amount: Decimal;
  block: number;
  timestamp: number;
};

/** A deposit owns the offsets `[from, to)` of its buffer's queue. */
export type ExpectedDeposit = {
  taskType: Hex;
  source: Address;
  amount: Decimal;
  from: Decimal;
  to: Decimal;
  block: number;
  timestamp: number;
};

export type FactName =
  | "Commit"
  | "Reveal"
  | "Rebalance"
  | "Stake"
  | "Unstake"
  | "UnstakeRequest"
  | "Slash"
  | "Deposit"
  | "Drain"
  | "Overflow"
  | "TaskTypeRegistration"
  | "SinkRegistration"
  | "SinkDeregistration"
  | "CapacityClamp"
  | "PoolCreation"
  | "UnitsChange"
  | "SlasherChange"
  | "SlashExecution"
  | "BufferMaxChange"
  | "PipelineCreation"
  | "PipelineRebalance"
  | "ParameterChange"
  | "FlowDistribution"
  | "InstantDistribution";

/**
 * What an index of this history must say, from a model that never saw the chain's answers. Plain JSON: amounts are
 * decimal digits, addresses and ids lower case, times unix seconds.
 */
export type Expected = {
  seed: number;
  profile: ProfileName;
  start: number;
  /** The newest block of the history. */
  head: { number: number; hash: Hex; timestamp: number };
  commitTimeout: number;
  /** Facts by entity, those of the deployment included. */
  counts: Record<FactName, number>;
  sinks: Record<Address, ExpectedSink>;
  pairs: ExpectedPair[];
  taskTypes: Record<Hex, ExpectedTaskType>;
  buffers: Record<Hex, ExpectedBuffer>;
  pipelines: { id: Hex; stages: Hex[]; effectiveCapacities: Decimal[] }[];
  slashers: Record<Address, { name: string; isAuthorized: boolean }>;
  slashes: ExpectedSlash[];
  /** What an audit must say of each slash, in their order. */
  audits: AuditOutcome[];
  drains: ExpectedDrain[];
  deposits: ExpectedDeposit[];
};
