import { countsOf } from "@manometer/scenario/witness";
import type { Store } from "../host/Store.ts";
import type { Lawful } from "./Lawful.ts";
import { Row, requireEqual } from "./Rows.ts";

type Hex = `0x${string}`;

/** Throws unless the store says what the scenario's model says, which has never seen it. */
export function requireSameAsModel(store: Store, lawful: Lawful): void {
  const { world } = lawful;
  for (const sink of world.stakes.sinks) {
    requireFields(store, ["Sink", sink], { stake: world.stakes.of(sink), cap: world.stakes.capOf(sink) });
  }
  for (const slasher of world.stakes.slashers)
    requireFields(store, ["Slasher", slasher], { isAuthorized: true });
  for (const taskType of world.registry.taskTypes.keys()) {
    requireTaskType(store, lawful, taskType);
    requirePairs(store, lawful, taskType);
    if (world.pools.pools.has(taskType)) requirePool(store, lawful, taskType);
  }
  for (const id of world.pipelines.all.keys()) requirePipeline(store, lawful, id);
  for (const [name, count] of Object.entries(countsOf(world.history.facts))) {
    // the constructors' parameters are not the model's facts
    if (name !== "ParameterChange") requireEqual(`the number of ${name}`, store.rows(name).size, count);
  }
}

type Key = readonly [type: string, id: string];

function rowOf(store: Store, [type, id]: Key): Row {
  const row = store.get(type, id);
  if (row === null) throw new Error(`there is no ${type} ${id}`);
  return new Row(type, row);
}

function requireFields(store: Store, key: Key, expected: Record<string, bigint | boolean | string>): void {
  const row = rowOf(store, key);
  for (const [field, value] of Object.entries(expected)) {
    requireEqual(`${row.what}: ${field}`, row.text(field), String(value));
  }
}

function requireTaskType(store: Store, { world }: Lawful, id: Hex): void {
  const { queue, max } = world.buffers.of(id);
  requireFields(store, ["TaskType", id], {
    sinkCount: BigInt(world.registry.effective(id).size),
    totalCapacity: world.registry.totalStored(id),
    effectiveCapacity: world.registry.totalEffective(id),
    lastTotalCapacity: world.pools.pools.get(id)?.lastTotal ?? 0n,
  });
  requireFields(store, ["Buffer", id], {
    level: queue.level,
    max,
    totalDrained: queue.head,
    totalDeposited: queue.tail,
    isFull: max !== 0n && queue.level >= max,
  });
}

function requirePairs(store: Store, { world }: Lawful, taskType: Hex): void {
  for (const pair of world.registry.task(taskType).pairs.values()) {
    const key: Key = ["SinkCapacity", `${taskType}${pair.sink.slice(2)}`];
    requireFields(store, key, {
      isRegistered: pair.isRegistered,
      stored: pair.stored,
      smoothed: world.registry.effectiveOf(pair),
      cap: world.stakes.capOf(pair.sink),
      commitCount: BigInt(pair.commits.length),
      revealCount: BigInt(pair.reveals.length),
    });
    const isPending = pair.pending !== null;
    const pending = rowOf(store, key).text("pendingCommitment");
    requireEqual(`${key.join(" ")} has a commitment`, pending !== "null", isPending);
  }
}

function requirePool(store: Store, { world, streams, journal }: Lawful, taskType: Hex): void {
  const address = journal.poolOf(taskType);
  const { units } = world.pools.of(taskType);
  requireFields(store, ["Pool", address], {
    totalUnits: world.pools.totalUnits(taskType),
    memberCount: BigInt(units.size),
    flowRate: streams.total(taskType),
  });
  const pool = rowOf(store, ["Pool", address]);
  const elapsed = BigInt(journal.now.timestamp) - pool.number("indexUpdatedAt");
  const index = pool.number("perUnitIndex") + pool.number("perUnitFlowRate") * elapsed;
  for (const member of world.registry.task(taskType).pairs.keys()) {
    const key: Key = ["PoolMember", `${address}${member.slice(2)}`];
    if (store.get(...key) === null) {
      requireEqual(`${key.join(" ")}, which is not there: units`, 0n, units.get(member) ?? 0n);
      continue;
    }
    requireFields(store, key, { units: units.get(member) ?? 0n });
    const row = rowOf(store, key);
    const sent = row.number("settled") + row.number("units") * (index - row.number("settledIndex"));
    requireEqual(`${row.what}: what it was sent`, sent, streams.received(taskType, member));
  }
}

/** The capacities of the last rebalance are in its log; what the model knows now may be newer. */
function requirePipeline(store: Store, { world }: Lawful, id: Hex): void {
  const last = world.history.facts.findLast(
    ({ event, args }) => event === "PipelineRebalanced" && args.pipelineId === id,
  );
  if (last === undefined) return;
  const capacities = last.args.effectiveCapacities as readonly bigint[];
  for (const [i, stage] of (world.pipelines.all.get(id) ?? []).entries()) {
    requireFields(store, ["Stage", `${id}${stage.slice(2)}`], { effectiveCapacity: capacities[i] ?? 0n });
  }
}
