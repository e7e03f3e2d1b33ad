import type { Address, Hex } from "viem";

export type ContractName =
  | "StakeManager"
  | "CapacityRegistry"
  | "BackpressurePool"
  | "EscrowBuffer"
  | "Pipeline"
  | "GeneralDistributionAgreementV1";

/** One slash among several in one transaction. */
export type SlashOrder = { sink: Address; amount: bigint; reason: Hex; evidence: Hex | null };

/** What can be done, in the words of the contracts. Amounts are token wei, rates wei a second. */
export type Acts = {
  mint: { to: Address; amount: bigint };
  transfer: { to: Address; amount: bigint };
  approve: { spender: "StakeManager" | "EscrowBuffer" | "superToken"; amount: bigint };
  upgrade: { amount: bigint };
  setParam: { contract: ContractName; key: string; value: bigint };
  setSlasher: { slasher: Address; authorized: boolean };
  stake: { amount: bigint };
  unstake: { amount: bigint };
  requestUnstake: { amount: bigint };
  slash: SlashOrder;
  createSlasher: Record<never, never>;
  slashThrough: { slasher: Address; orders: readonly SlashOrder[] };
  registerTaskType: { taskType: Hex; minStake: bigint };
  registerSink: { taskType: Hex; capacity: bigint };
  deregisterSink: { taskType: Hex };
  commit: { taskType: Hex; hash: Hex };
  reveal: { taskType: Hex; capacity: bigint; nonce: Hex };
  sync: { taskType: Hex; sink: Address };
  createPool: { taskType: Hex };
  rebalance: { taskType: Hex };
  stream: { taskType: Hex; rate: bigint };
  distribute: { taskType: Hex; amount: bigint };
  setBufferMax: { taskType: Hex; max: bigint };
  deposit: { taskType: Hex; amount: bigint };
  depositUpTo: { taskType: Hex; amount: bigint };
  drain: { taskType: Hex };
  createPipeline: { stages: readonly Hex[] };
  rebalancePipeline: { pipelineId: Hex };
};

export type ActKind = keyof Acts;

/** One transaction of one kind: who sends it, and what it carries. */
export type ActOf<K extends ActKind> = { [P in K]: { by: Address; kind: P } & Acts[P] }[K];

/** One transaction of the history. */
export type Act = ActOf<ActKind>;

/** Where on the chain an act falls. Seconds are unix time. */
export type Moment = { block: number; timestamp: number };
