import type { Address, Hex } from "viem";
import type { Moment } from "./acts.ts";
import { type Cast, SLASHERS, TASKS } from "./cast.ts";
import type {
  Decimal,
  Expected,
  ExpectedPair,
  ExpectedSink,
  ExpectedTaskType,
  FactName,
} from "./expected.ts";
import type { Pair } from "./model/Pair.ts";
import type { World } from "./model/World.ts";

/** The entity that remembers each event. */
const ENTITIES: Readonly<Record<string, FactName>> = {
  CapacityCommitted: "Commit",
  CapacityRevealed: "Reveal",
  Rebalanced: "Rebalance",
  Staked: "Stake",
  Unstaked: "Unstake",
  UnstakeRequested: "UnstakeRequest",
  Slashed: "Slash",
  Deposited: "Deposit",
  Drained: "Drain",
  BufferFull: "Overflow",
  TaskTypeRegistered: "TaskTypeRegistration",
  SinkRegistered: "SinkRegistration",
  SinkDeregistered: "SinkDeregistration",
  CapacityClamped: "CapacityClamp",
  PoolCreated: "PoolCreation",
  MemberUnitsUpdated: "UnitsChange",
  SlasherSet: "SlasherChange",
  SlashExecuted: "SlashExecution",
  BufferMaxSet: "BufferMaxChange",
  PipelineCreated: "PipelineCreation",
  PipelineRebalanced: "PipelineRebalance",
  ParamUpdated: "ParameterChange",
  FlowDistributionUpdated: "FlowDistribution",
  InstantDistributionUpdated: "InstantDistribution",
};

/** Counts events by the entity that remembers them. Throws on an event that none does. */
export function countsOf(facts: Iterable<{ event: string }>): Record<FactName, number> {
  const zeros = Object.values(ENTITIES).map((name) => [name, 0] as const);
  const counts = Object.fromEntries(zeros) as Record<FactName, number>;
  for (const { event } of facts) {
    const name = ENTITIES[event];
    if (name === undefined) throw new Error(`No entity remembers the event ${event}`);
    counts[name] += 1;
  }
  return counts;
}

/** An object whose bigints, at any depth, have become decimal digits. */
type Plain<T> = T extends bigint
  ? Decimal
  : T extends string | number | boolean | null
    ? T
    : { [K in keyof T]: Plain<T[K]> };

function plain<T>(value: T): Plain<T> {
  const text = JSON.stringify(value, (_, part) => (typeof part === "bigint" ? part.toString() : part));
  return JSON.parse(text) as Plain<T>;
}

function sum(amounts: Iterable<bigint>): bigint {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total;
}

function sinkOf(world: World, cast: Cast, sink: Address): ExpectedSink {
  const moved = (event: string) =>
    sum(
      world.history.facts
        .filter((fact) => fact.event === event && fact.args.sink === sink)
        .map((fact) => fact.args.amount as bigint),
    );
  return plain({
    name: cast.nameOf(sink),
    stake: world.stakes.of(sink),
    cap: world.stakes.capOf(sink),
    totalStaked: moved("Staked"),
    totalUnstaked: moved("Unstaked"),
    totalSlashed: moved("Slashed"),
    totalDrained: moved("Drained"),
  });
}

function pairOf(world: World, pair: Pair, head: Moment): ExpectedPair {
  const expired = pair.expired(head.block, world.registry.timeout).length;
  return plain({
    taskType: pair.taskType,
    sink: pair.sink,
    isRegistered: pair.isRegistered,
    stored: pair.stored,
    smoothed: world.registry.effectiveOf(pair),
    cap: world.stakes.capOf(pair.sink),
    units: world.pools.of(pair.taskType).units.get(pair.sink) ?? 0n,
    commits: pair.commits.length,
    expired,
    pending: pair.commits.length - pair.reveals.length - expired,
    commitBlocks: pair.commits.map((commit) => commit.block),
    reveals: pair.reveals,
  });
}

function taskTypeOf(world: World, id: Hex): ExpectedTaskType {
  const task = world.registry.task(id);
  return plain({
    name: TASKS.find((role) => role.id === id)?.name ?? id,
    minStake: task.minStake,
    sinkCount: world.registry.effective(id).size,
    totalCapacity: world.registry.totalStored(id),
    effectiveCapacity: world.registry.totalEffective(id),
    lastTotalCapacity: world.pools.of(id).lastTotal,
    totalUnits: world.pools.totalUnits(id),
  });
}

/** The part of Expected that follows from the model alone. */
export function witnessOf(world: World, cast: Cast, head: Moment) {
  const ids = [...world.registry.taskTypes.keys()];
  const pairs = ids.flatMap((id) => [...world.registry.task(id).pairs.values()]);
  const buffers = ids.map((id) => {
    const { queue, max } = world.buffers.of(id);
    return [id, plain({ level: queue.level, max, head: queue.head, tail: queue.tail })] as const;
  });
  const slashers = SLASHERS.map((name) => {
    const address = cast.addressOf(name);
    return [address, { name, isAuthorized: world.stakes.slashers.has(address) }] as const;
  });
  return {
    commitTimeout: world.registry.timeout,
    sinks: Object.fromEntries(world.stakes.sinks.map((sink) => [sink, sinkOf(world, cast, sink)])),
    pairs: pairs.map((pair) => pairOf(world, pair, head)),
    taskTypes: Object.fromEntries(ids.map((id) => [id, taskTypeOf(world, id)])),
    buffers: Object.fromEntries(buffers),
    pipelines: [...world.pipelines.all].map(([id, stages]) =>
      plain({ id, stages: [...stages], effectiveCapacities: world.pipelines.effectiveCapacities(id) }),
    ),
    slashers: Object.fromEntries(slashers),
    slashes: plain(world.stakes.slashes),
    audits: world.audits.outcomes,
    drains: plain(world.buffers.drains),
    deposits: plain(world.buffers.deposits),
  } satisfies Partial<Expected>;
}
