import { type Address, stringToHex, zeroHash } from "viem";
import { beforeEach, describe, expect, it } from "vitest";
import type { Act } from "../acts.ts";
import { commitmentHash } from "./Registry.ts";
import { World } from "./World.ts";

const TOKEN = 10n ** 18n;
const account = (n: number): Address => `0x${n.toString(16).padStart(40, "0")}`;
const [owner, ann, bob, source, slasher] = [
  account(1),
  account(2),
  account(3),
  account(4),
  account(5),
] as const;
const taskType = stringToHex("task", { size: 32 });
const nonce = zeroHash;
const unit = 10n ** 9n;

const parameters = {
  StakeManager: { MIN_SINK_STAKE: 100n * TOKEN, STAKE_UNIT: TOKEN, CAPACITY_PRECISION: unit },
  CapacityRegistry: { EWMA_ALPHA_BPS: 3000n, COMMIT_TIMEOUT: 20n },
  BackpressurePool: { REBALANCE_THRESHOLD_BPS: 500n, UNIT_SCALE: 1000n },
  EscrowBuffer: { DRAIN_RATE_PER_CAPACITY: 0n },
};

let world: World;

function at(block: number, ...acts: Act[]): void {
  world.enter({ block, timestamp: block * 10 });
  for (const act of acts) world.apply(act);
}

/** The events since the last time, as `Event` and their arguments. */
function eventsOf(block: number) {
  return world.history.facts
    .filter((fact) => fact.block === block)
    .map(({ event, args }) => ({ event, ...args }));
}

function commit(by: Address, capacity: bigint): Act {
  return { by, kind: "commit", taskType, hash: commitmentHash(taskType, by, capacity, nonce) };
}

/** Ann has a cap of 20 units and stores 6, Bob one of 10 and stores 3. */
beforeEach(() => {
  world = new World({ parameters, poolAdmin: account(9) });
  at(
    1,
    { by: owner, kind: "registerTaskType", taskType, minStake: 0n },
    { by: owner, kind: "createPool", taskType },
    { by: owner, kind: "setSlasher", slasher, authorized: true },
    { by: ann, kind: "stake", amount: 400n * TOKEN },
    { by: bob, kind: "stake", amount: 100n * TOKEN },
    { by: ann, kind: "registerSink", taskType, capacity: 20n * unit },
    { by: bob, kind: "registerSink", taskType, capacity: 50n * unit },
  );
});

describe("capacity", () => {
  it("begins at three tenths of the capped declaration", () => {
    expect(world.registry.pair(taskType, ann).stored).toBe(6n * unit);
    expect(world.registry.pair(taskType, bob).stored).toBe(3n * unit);
    expect(world.registry.totalStored(taskType)).toBe(9n * unit);
  });

  it("moves with a reveal, whose raw value stays visible above the cap", () => {
    at(2, commit(ann, 30n * unit));
    at(5, { by: ann, kind: "reveal", taskType, capacity: 30n * unit, nonce });
    // 0.3 · 20 + 0.7 · 6
    expect(world.registry.pair(taskType, ann).reveals).toEqual([
      {
        ...{ block: 5, timestamp: 50, commitBlock: 2 },
        ...{ raw: 30n * unit, cap: 20n * unit, capped: 20n * unit },
        ...{ smoothedBefore: 6n * unit, smoothed: 10_200_000_000n },
      },
    ]);
  });

  it("lets a reveal through 20 blocks after its commitment, and not 21", () => {
    at(2, commit(ann, unit), commit(bob, unit));
    at(22, { by: ann, kind: "reveal", taskType, capacity: unit, nonce });
    expect(() => at(23, { by: bob, kind: "reveal", taskType, capacity: unit, nonce })).toThrow(
      "nothing to reveal",
    );
  });

  it("refuses a reveal in the block of its commitment, and another commitment while one is pending", () => {
    at(2, commit(ann, unit));
    expect(() => at(2, { by: ann, kind: "reveal", taskType, capacity: unit, nonce })).toThrow(
      "nothing to reveal",
    );
    expect(() => at(22, commit(ann, unit))).toThrow("may not commit");
    at(23, commit(ann, unit));
  });

  it("counts a commitment as expired once its last block is over", () => {
    at(2, commit(bob, unit));
    const pair = world.registry.pair(taskType, bob);
    expect(pair.expired(22, 20)).toHaveLength(0);
    expect(pair.expired(23, 20)).toHaveLength(1);
  });
});

describe("stakes", () => {
  it("refuses an unstake that breaks a promise", () => {
    expect(() => at(2, { by: bob, kind: "unstake", amount: 1n })).toThrow("breaks its promises");
    // √36 tokens would be promised; 100 is the least stake
    at(2, { by: ann, kind: "unstake", amount: 300n * TOKEN });
    expect(() => at(3, { by: ann, kind: "unstake", amount: 1n })).toThrow("breaks its promises");
  });

  it("clips a slash to the stake, and says both", () => {
    const reason = stringToHex("X", { size: 32 });
    at(2, { by: slasher, kind: "slash", sink: bob, amount: 150n * TOKEN, reason, evidence: null });
    const [slashed, executed] = eventsOf(2);
    expect(slashed).toEqual({ event: "Slashed", sink: bob, amount: 100n * TOKEN, reason });
    expect(executed).toMatchObject({ requested: 150n * TOKEN, actual: 100n * TOKEN, stakeAfter: 0n });
    expect(world.stakes.slashes[0]).toMatchObject({ capBefore: 10n * unit, capAfter: 0n });
  });

  it("refuses a slash by anybody else", () => {
    const order = { kind: "slash", sink: bob, amount: 1n, reason: zeroHash, evidence: null } as const;
    expect(() => at(2, { by: ann, ...order })).toThrow("without authority");
  });
});

describe("pools", () => {
  it("share the scale in proportion to capacity", () => {
    at(2, { by: ann, kind: "rebalance", taskType });
    expect(eventsOf(2)).toEqual([
      { event: "MemberUnitsUpdated", member: ann, oldUnits: 0n, newUnits: 666n },
      { event: "MemberUnitsUpdated", member: bob, oldUnits: 0n, newUnits: 333n },
      { event: "Rebalanced", taskTypeId: taskType, sinkCount: 2n, totalCapacity: 9n * unit },
    ]);
  });

  it("clamp after a slash, return the stream's remainder, and drop who has left", () => {
    at(2, { by: ann, kind: "rebalance", taskType }, { by: source, kind: "stream", taskType, rate: 7n });
    at(3, { by: slasher, kind: "slash", sink: bob, amount: TOKEN, reason: zeroHash, evidence: null });
    at(4, { by: ann, kind: "deregisterSink", taskType });
    at(5, { by: source, kind: "rebalance", taskType });
    expect(eventsOf(5)).toEqual([
      { event: "CapacityClamped", taskTypeId: taskType, sink: bob, smoothed: 0n },
      { event: "MemberUnitsUpdated", member: ann, oldUnits: 666n, newUnits: 0n },
      { event: "MemberUnitsUpdated", member: bob, oldUnits: 333n, newUnits: 0n },
      { event: "FlowDistributionUpdated", distributor: account(9) },
      { event: "Rebalanced", taskTypeId: taskType, sinkCount: 0n, totalCapacity: 0n },
    ]);
  });

  it("floor an instant distribution to the units", () => {
    at(
      2,
      { by: ann, kind: "rebalance", taskType },
      { by: source, kind: "distribute", taskType, amount: 2500n },
    );
    expect(eventsOf(2).at(-1)).toMatchObject({ requestedAmount: 2500n, actualAmount: 1998n });
  });
});

describe("buffers", () => {
  it("pay pro rata from the head and keep the dust", () => {
    at(2, { by: source, kind: "deposit", taskType, amount: 100n });
    at(3, { by: owner, kind: "drain", taskType });
    expect(world.buffers.drains.map(({ sink, amount }) => [sink, amount])).toEqual([
      [ann, 66n],
      [bob, 33n],
    ]);
    expect(world.buffers.of(taskType).queue).toMatchObject({ head: 99n, tail: 100n });
  });

  it("drain no faster than the rate, from the first deposit on", () => {
    at(
      10,
      { by: owner, kind: "setParam", contract: "EscrowBuffer", key: "DRAIN_RATE_PER_CAPACITY", value: 2n },
      { by: source, kind: "deposit", taskType, amount: TOKEN },
    );
    at(13, { by: owner, kind: "drain", taskType });
    // 2 wei · 9e9 units · 3 blocks
    expect(world.buffers.of(taskType).queue.head).toBe(54n * unit);
  });

  it("say when they are full, by a fit, by a clip, and by a refusal of all", () => {
    at(2, { by: owner, kind: "setBufferMax", taskType, max: 100n });
    at(3, { by: source, kind: "deposit", taskType, amount: 60n });
    at(4, { by: source, kind: "depositUpTo", taskType, amount: 60n });
    at(5, { by: source, kind: "depositUpTo", taskType, amount: 1n });
    expect(eventsOf(4).map(({ event }) => event)).toEqual(["Deposited", "BufferFull"]);
    expect(world.buffers.deposits.at(-1)).toMatchObject({ amount: 40n, from: 60n, to: 100n });
    expect(eventsOf(5)).toEqual([{ event: "BufferFull", taskTypeId: taskType, bufferLevel: 100n }]);
    expect(() => at(6, { by: source, kind: "deposit", taskType, amount: 1n })).toThrow("does not fit");
  });
});
