import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { getContract, parseEventLogs, zeroAddress } from "viem";
import { gdaAbi, superfluidPoolAbi } from "../scripts/artifacts.ts";
import {
  alice,
  bob,
  bytes32,
  capacity,
  carol,
  emits,
  fixture,
  join,
  otherTaskType,
  owner,
  publicClient,
  reason,
  reverts,
  type System,
  slasher,
  stranger,
  taskType,
  tokens,
  treasury,
  unknownTaskType,
  viem,
  withoutSmoothing,
} from "./fixture.ts";

/** Alice with a capacity of 10, Bob of 30, and a pool for both. */
async function pooled() {
  const system = await fixture();
  await withoutSmoothing(system);
  await system.pool.write.createPool([taskType]);
  await join(system, alice, tokens(100));
  await join(system, bob, tokens(900));
  return { ...system, units: await unitsOf(system) };
}

async function unitsOf({ pool }: System) {
  const address = await pool.read.getPool([taskType]);
  const client = publicClient;
  return getContract({ address, abi: superfluidPoolAbi, client });
}

describe("BackpressurePool.createPool", () => {
  it("creates a Superfluid pool that every source may stream into, for anyone", async () => {
    const { pool, superToken, framework } = await fixture();
    const hash = await pool.write.createPool([taskType], { account: stranger });
    const address = await pool.read.getPool([taskType]);
    await emits(hash, pool, "PoolCreated", [taskType, address]);
    const { logs } = await publicClient.getTransactionReceipt({ hash });
    const created = parseEventLogs({ abi: gdaAbi, logs, eventName: "PoolCreated" });
    assert.deepEqual(created[0]?.args, { token: superToken.address, admin: pool.address, pool: address });
    assert.equal(created[0]?.address, framework.gda.toLowerCase());

    const superfluidPool = getContract({ address, abi: superfluidPoolAbi, client: publicClient });
    assert.equal(await superfluidPool.read.distributionFromAnyAddress(), true);
    assert.equal(await superfluidPool.read.transferabilityForUnitsOwner(), false);
  });

  it("reverts on an unknown task type, and the second time", async () => {
    const { pool } = await fixture();
    const unknown = pool.write.createPool([unknownTaskType]);
    await reverts(unknown, pool, "BackpressurePool_UnknownTaskType", [unknownTaskType]);
    await pool.write.createPool([taskType]);
    const existing = await pool.read.getPool([taskType]);
    const again = pool.write.createPool([taskType]);
    await reverts(again, pool, "BackpressurePool_PoolExists", [taskType, existing]);
  });
});

describe("BackpressurePool.rebalance", () => {
  it("gives units in proportion to capacity", async () => {
    const { pool, units } = await pooled();
    const rebalance = pool.write.rebalance([taskType], { account: stranger });
    await emits(rebalance, pool, "Rebalanced", [taskType, 2n, capacity(40)]);
    assert.equal(await units.read.getUnits([alice]), 250_000_000n);
    assert.equal(await units.read.getUnits([bob]), 750_000_000n);
    assert.deepEqual(await pool.read.membersOf([taskType]), [alice, bob]);
    assert.equal(await pool.read.lastTotalCapacity([taskType]), capacity(40));
  });

  it("floors units that do not divide", async () => {
    const system = await pooled();
    await join(system, carol, tokens(400));
    await system.pool.write.rebalance([taskType]);
    assert.equal(await system.units.read.getUnits([alice]), 166_666_666n);
    assert.equal(await system.units.read.getUnits([bob]), 500_000_000n);
    assert.equal(await system.units.read.getUnits([carol]), 333_333_333n);
  });

  it("leaves unchanged members alone", async () => {
    const { pool } = await pooled();
    await pool.write.rebalance([taskType]);
    const hash = await pool.write.rebalance([taskType]);
    const { logs } = await publicClient.getTransactionReceipt({ hash });
    assert.equal(logs.length, 1);
    await emits(hash, pool, "Rebalanced", [taskType, 2n, capacity(40)]);
  });

  it("zeroes a departed sink before it shares out the rest", async () => {
    const { pool, registry, units } = await pooled();
    await pool.write.rebalance([taskType]);
    await registry.write.deregisterSink([taskType], { account: bob });
    const hash = await pool.write.rebalance([taskType]);
    await emits(hash, pool, "Rebalanced", [taskType, 1n, capacity(10)]);
    assert.equal(await units.read.getUnits([bob]), 0n);
    assert.equal(await units.read.getUnits([alice]), 1_000_000_000n);
    assert.deepEqual(await pool.read.membersOf([taskType]), [alice]);

    const { logs } = await publicClient.getTransactionReceipt({ hash });
    const changes = parseEventLogs({ abi: superfluidPoolAbi, logs, eventName: "MemberUnitsUpdated" });
    assert.deepEqual(
      changes.map(({ args }) => [args.member, args.oldUnits, args.newUnits]),
      [
        [bob, 750_000_000n, 0n],
        [alice, 250_000_000n, 1_000_000_000n],
      ],
    );
  });

  it("clamps a slashed sink first, so that the registry's total is the one it says", async () => {
    const { pool, registry, stakeManager, units } = await pooled();
    await stakeManager.write.slash([bob, tokens(800), reason], { account: slasher });
    const rebalance = await pool.write.rebalance([taskType]);
    await emits(rebalance, registry, "CapacityClamped", [taskType, bob, capacity(10)]);
    await emits(rebalance, pool, "Rebalanced", [taskType, 2n, capacity(20)]);
    assert.equal(await registry.read.totalCapacity([taskType]), capacity(20));
    assert.equal(await units.read.getUnits([bob]), 500_000_000n);
  });

  it("drops members whose capacity is gone, and takes them back", async () => {
    const { pool, stakeManager, registry, units } = await pooled();
    await pool.write.rebalance([taskType]);
    for (const sink of [alice, bob]) {
      await stakeManager.write.slash([sink, tokens(900), reason], { account: slasher });
    }
    await emits(pool.write.rebalance([taskType]), pool, "Rebalanced", [taskType, 0n, 0n]);
    assert.equal(await units.read.getTotalUnits(), 0n);
    assert.deepEqual(await pool.read.membersOf([taskType]), []);

    await registry.write.deregisterSink([taskType], { account: alice });
    await stakeManager.write.stake([tokens(100)], { account: carol });
    await registry.write.registerSink([taskType, capacity(10)], { account: carol });
    await emits(pool.write.rebalance([taskType]), pool, "Rebalanced", [taskType, 1n, capacity(10)]);
    assert.deepEqual(await pool.read.membersOf([taskType]), [carol]);
  });

  it("reverts without a pool", async () => {
    const { pool } = await fixture();
    const rebalance = pool.write.rebalance([taskType]);
    await reverts(rebalance, pool, "BackpressurePool_NoPool", [taskType]);
  });

  it("reverts when Superfluid refuses units", async () => {
    const system = await fixture();
    const { registry, superToken } = system;
    const superfluid = await viem.deployContract("RefusingSuperfluid");
    const args = [registry.address, superfluid.address, superToken.address, treasury, owner] as const;
    const pool = await viem.deployContract("BackpressurePool", args);
    await join(system, alice, tokens(100));
    await pool.write.createPool([taskType]);
    const rebalance = pool.write.rebalance([taskType]);
    await reverts(rebalance, pool, "BackpressurePool_UnitsNotUpdated", [taskType, alice]);
  });
});

describe("BackpressurePool.needsRebalance", () => {
  /** A last total of 10,000 units, so that one unit is one basis point. */
  async function at(change: bigint) {
    const system = await fixture();
    const { pool, registry, stakeManager } = system;
    await withoutSmoothing(system);
    await pool.write.createPool([taskType]);
    for (const sink of [alice, bob]) await stakeManager.write.stake([tokens(100)], { account: sink });
    await registry.write.registerSink([taskType, change < 0n ? 10_000n + change : 10_000n], {
      account: alice,
    });
    if (change < 0n) await registry.write.registerSink([taskType, -change], { account: bob });
    await pool.write.rebalance([taskType]);
    if (change < 0n) await registry.write.deregisterSink([taskType], { account: bob });
    if (change > 0n) await registry.write.registerSink([taskType, change], { account: bob });
    return pool.read.needsRebalance([taskType]);
  }

  it("begins at a rise of 500 basis points", async () => {
    assert.equal(await at(499n), false);
    assert.equal(await at(500n), true);
  });

  it("begins at a fall of 500 basis points", async () => {
    assert.equal(await at(-499n), false);
    assert.equal(await at(-500n), true);
  });

  it("is true the first time there is capacity, and false without any or without a pool", async () => {
    const system = await fixture();
    const { pool } = system;
    assert.equal(await pool.read.needsRebalance([taskType]), false);
    await pool.write.createPool([taskType]);
    assert.equal(await pool.read.needsRebalance([taskType]), false);
    await join(system, alice, tokens(100));
    assert.equal(await pool.read.needsRebalance([taskType]), true);
    assert.equal(await pool.read.needsRebalance([otherTaskType]), false);
    await pool.write.rebalance([taskType]);
    assert.equal(await pool.read.needsRebalance([taskType]), false);
  });

  it("counts a slash before it is synced", async () => {
    const { pool, stakeManager } = await pooled();
    await pool.write.rebalance([taskType]);
    await stakeManager.write.slash([bob, tokens(800), reason], { account: slasher });
    assert.equal(await pool.read.needsRebalance([taskType]), true);
  });

  it("follows the governed threshold", async () => {
    const { pool, stakeManager } = await pooled();
    await pool.write.rebalance([taskType]);
    await stakeManager.write.slash([bob, tokens(800), reason], { account: slasher });
    await pool.write.setParam([bytes32("REBALANCE_THRESHOLD_BPS"), 5001n]);
    assert.equal(await pool.read.needsRebalance([taskType]), false);
    await pool.write.setParam([bytes32("REBALANCE_THRESHOLD_BPS"), 5000n]);
    assert.equal(await pool.read.needsRebalance([taskType]), true);
  });
});

describe("BackpressurePool's constructor", () => {
  it("keeps its registry and SuperToken, and reverts without registry, host or SuperToken", async () => {
    const { pool, registry, superToken, framework } = await fixture();
    assert.equal(await pool.read.registry(), registry.address);
    assert.equal(await pool.read.superToken(), superToken.address);
    const good = [registry.address, framework.host, superToken.address] as const;
    for (const missing of [0, 1, 2]) {
      const [a, b, c] = good.map((address, index) => (index === missing ? zeroAddress : address));
      if (!a || !b || !c) throw new Error("three addresses went in");
      const make = viem.deployContract("BackpressurePool", [a, b, c, treasury, owner]);
      await reverts(make, pool, "BackpressurePool_ZeroAddress", []);
    }
  });
});
