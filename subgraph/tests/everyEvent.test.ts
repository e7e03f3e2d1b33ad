import { expect, test } from "vitest";
import { alice, payer, pool, superToken, transcribe } from "./cast.ts";
import {
  emit,
  hash,
  type Input,
  inTransaction,
  type MockEvent,
  param,
  subscriptions,
  type Value,
} from "./events.ts";
import { block, genesis, story } from "./story.ts";

/** What remembers each event. */
const FACTS: Record<string, string> = {
  BufferFull: "Overflow",
  BufferMaxSet: "BufferMaxChange",
  CapacityClamped: "CapacityClamp",
  CapacityCommitted: "Commit",
  CapacityRevealed: "Reveal",
  Deposited: "Deposit",
  Drained: "Drain",
  FlowDistributionUpdated: "FlowDistribution",
  InstantDistributionUpdated: "InstantDistribution",
  MemberUnitsUpdated: "UnitsChange",
  ParamUpdated: "ParameterChange",
  PipelineCreated: "PipelineCreation",
  PipelineRebalanced: "PipelineRebalance",
  PoolCreated: "PoolCreation",
  Rebalanced: "Rebalance",
  SinkDeregistered: "SinkDeregistration",
  SinkRegistered: "SinkRegistration",
  Slashed: "Slash",
  SlashExecuted: "SlashExecution",
  SlasherSet: "SlasherChange",
  Staked: "Stake",
  TaskTypeRegistered: "TaskTypeRegistration",
  Unstaked: "Unstake",
  UnstakeRequested: "UnstakeRequest",
};

/** The parameters by which handlers compute. */
const PARAMETERS = ["CAPACITY_PRECISION", "STAKE_UNIT", "MIN_SINK_STAKE", "EWMA_ALPHA_BPS", "COMMIT_TIMEOUT"];

const healthy: [string, { _meta: { hasIndexingErrors: boolean } }] = [
  "{ _meta { hasIndexingErrors } }",
  { _meta: { hasIndexingErrors: false } },
];

type Extreme = "least" | "zero" | "most";

/** The least, the greatest or no amount that the type holds; a flag follows. */
function amount(type: string, extreme: Extreme): bigint {
  const bits = BigInt(type.replace(/^u?int/, ""));
  if (extreme === "zero") return 0n;
  if (type.startsWith("u")) return extreme === "most" ? 2n ** bits - 1n : 0n;
  return extreme === "most" ? 2n ** (bits - 1n) - 1n : -(2n ** (bits - 1n));
}

function value({ name, type }: Input, extreme: Extreme): Value {
  if (type === "address")
    return name === "pool" ? pool : name === "token" ? superToken : name === "distributor" ? payer : alice;
  if (type === "bytes32[]") return [transcribe, transcribe];
  if (type === "uint256[]") return [amount("uint256", extreme), 0n, amount("uint256", "most")];
  if (type === "bytes32")
    return name === "taskTypeId" ? transcribe : `0x${extreme === "zero" ? "00" : "ff"}`.padEnd(66, "0f");
  if (type === "bytes") return extreme === "zero" ? "0x" : "0xff00";
  if (type === "bool") return extreme === "most";
  return amount(type, extreme);
}

/** Every event that the manifest subscribes to, once, with such values. */
function every(extreme: Extreme): MockEvent[] {
  return subscriptions().map(({ contract, name, inputs }) =>
    emit(contract, name, ...inputs.map((input) => value(input, extreme))),
  );
}

function parameters(to: bigint): MockEvent[] {
  return PARAMETERS.map((name) => param("StakeManager", name, to));
}

test("every event at the ends of every amount, twice in one transaction, is remembered", async () => {
  const most = amount("uint256", "most");
  const opening = emit("BackpressurePool", "PoolCreated", transcribe, pool);
  const blocks = [
    block(1, opening),
    block(2, inTransaction(hash(2), ...every("most"), ...every("most"))),
    block(3, parameters(most), inTransaction(hash(3), ...every("most"), ...every("zero"))),
    block(4, inTransaction(hash(4), ...every("least"), ...every("least"), ...parameters(0n))),
    block(5, inTransaction(hash(5), ...every("most").toReversed(), ...every("zero").toReversed())),
    { ...block(6), timestamp: genesis + 90_000n },
  ];
  const kinds = subscriptions().map(({ name }) => name);
  expect([...new Set(kinds)].sort()).toEqual(Object.keys(FACTS).sort());
  const counts = Object.entries(FACTS).map(([event, name]) => {
    const extra = event === "PoolCreated" ? 1 : event === "ParamUpdated" ? 2 * PARAMETERS.length : 0;
    return { name, count: BigInt(8 * kinds.filter((kind) => kind === event).length + extra) };
  });
  await story(blocks, [healthy, [remembered, { collections: counts }]]);
});

test("every event before all that it builds upon", async () => {
  const blocks = [
    block(1, every("most").toReversed()),
    block(2, emit("BackpressurePool", "PoolCreated", transcribe, pool)),
    block(3, every("zero").toReversed()),
  ];
  await story(blocks, [
    healthy,
    ["{ pools { taskType { id } } }", { pools: [{ taskType: { id: transcribe } }] }],
  ]);
});

const remembered = `{ collections(where: { name_in: ${JSON.stringify(Object.values(FACTS))} }) { name count } }`;
