import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Address, encodeFunctionData, getContract, parseEventLogs } from "viem";
import type {} from "../artifacts/src/mocks/ReenteringSuperfluid.sol/artifacts.d.ts";
import { superfluidPoolAbi } from "../scripts/artifacts.ts";
import {
  account,
  alice,
  bob,
  carol,
  emits,
  fixture,
  join,
  owner,
  publicClient,
  reverts,
  type System,
  stranger,
  taskType,
  tokens,
  treasury,
  viem,
  withoutSmoothing,
} from "./fixture.ts";

/** What one transaction may use on networks with EIP-7825. */
const gasCap = 2n ** 24n;

async function unitsOf({ pool }: System) {
  const address = await pool.read.getPool([taskType]);
  return getContract({ address, abi: superfluidPoolAbi, client: publicClient });
}

/** Alice and Bob hold units; Bob has left. */
async function departed() {
  const system = await fixture();
  await withoutSmoothing(system);
  await system.pool.write.createPool([taskType]);
  await join(system, alice, tokens(100));
  await join(system, bob, tokens(900));
  await system.pool.write.rebalance([taskType]);
  await system.registry.write.deregisterSink([taskType], { account: bob });
  return { ...system, units: await unitsOf(system) };
}

describe("BackpressurePool.retire", () => {
  it("given a departed member: zeroes its units, for anyone", async () => {
    const { pool, units } = await departed();
    const { result } = await pool.simulate.retire([taskType, [bob]], { account: stranger });
    assert.equal(result, 1n);
    const hash = await pool.write.retire([taskType, [bob]], { account: stranger });
    await emits(hash, { ...units, abi: superfluidPoolAbi }, "MemberUnitsUpdated", [
      await units.read.superToken(),
      bob,
      750_000_000n,
      0n,
    ]);
    assert.deepEqual(await pool.read.membersOf([taskType]), [alice]);
    assert.equal(await units.read.getTotalUnits(), 250_000_000n);
  });

  it("given sinks that are registered, strangers, or named twice: passes over them", async () => {
    const { pool, units } = await departed();
    const { result } = await pool.simulate.retire([taskType, [alice, stranger, bob, bob]]);
    assert.equal(result, 1n);
    const hash = await pool.write.retire([taskType, [alice, stranger, bob, bob]]);
    const { logs } = await publicClient.getTransactionReceipt({ hash });
    const changes = parseEventLogs({ abi: superfluidPoolAbi, logs, eventName: "MemberUnitsUpdated" });
    assert.deepEqual(
      changes.map(({ args }) => args.member),
      [bob],
    );
    assert.equal(await units.read.getUnits([alice]), 250_000_000n);
  });

  it("given nobody who has left with units: reverts", async () => {
    const { pool } = await departed();
    const nothing = "BackpressurePool_NothingToRetire";
    await reverts(pool.write.retire([taskType, [alice, carol]]), pool, nothing, [taskType]);
    await reverts(pool.write.retire([taskType, []]), pool, nothing, [taskType]);
  });

  it("given no pool: reverts", async () => {
    const { pool } = await fixture();
    const retire = pool.write.retire([taskType, [bob]]);
    await reverts(retire, pool, "BackpressurePool_NoPool", [taskType]);
  });
});

/** Makes each of these accounts a sink. */
async function enter(system: System, sinks: Address[]): Promise<void> {
  const { token, stakeManager } = system;
  for (const sink of sinks) {
    await token.write.mint([sink, tokens(1000)]);
    await token.write.approve([stakeManager.address, tokens(1000)], { account: sink });
    await join(system, sink, tokens(100));
  }
}

describe("BackpressurePool given 64 sinks that leave and 64 that take their places", () => {
  async function turnover() {
    const system = await fixture();
    const { pool, registry } = system;
    const [old, next] = [20, 84].map((first) => Array.from({ length: 64 }, (_, i) => account(first + i)));
    if (!old || !next) throw new Error("two groups were made");
    await pool.write.createPool([taskType]);
    await enter(system, old);
    await pool.write.rebalance([taskType], { gas: gasCap });
    for (const sink of old) await registry.write.deregisterSink([taskType], { account: sink });
    await enter(system, next);
    return { ...system, old, next };
  }

  it("cannot be stalled: parts of the change fit into one transaction each, and the rest follows", async () => {
    const { pool, old, next } = await turnover();
    await viem.assertions.revert(pool.write.rebalance([taskType], { gas: gasCap }));
    await pool.write.retire([taskType, old], { gas: gasCap, account: stranger });
    await pool.write.rebalance([taskType], { gas: gasCap });
    assert.deepEqual(new Set(await pool.read.membersOf([taskType])), new Set(next));
  });

  it("can be retired in parts of any size", async () => {
    const { pool, old } = await turnover();
    for (const part of [old.slice(0, 1), old.slice(1, 40), old.slice(30)]) {
      await pool.write.retire([taskType, part], { gas: gasCap });
    }
    assert.deepEqual(await pool.read.membersOf([taskType]), []);
  });
});

describe("BackpressurePool given a Superfluid that calls back", () => {
  async function hostile() {
    const system = await fixture();
    const superfluid = await viem.deployContract("ReenteringSuperfluid");
    const args = [
      system.registry.address,
      superfluid.address,
      system.superToken.address,
      treasury,
      owner,
    ] as const;
    const pool = await viem.deployContract("BackpressurePool", args);
    const { abi, address } = pool;
    await join(system, alice, tokens(100));
    return { abi, address, pool, superfluid };
  }

  for (const inner of ["rebalance", "createPool", "retire"] as const) {
    it(`does not let a rebalance re-enter ${inner}`, async () => {
      const { abi, address, pool, superfluid } = await hostile();
      await pool.write.createPool([taskType]);
      const data =
        inner === "retire"
          ? encodeFunctionData({ abi, functionName: inner, args: [taskType, [alice]] })
          : encodeFunctionData({ abi, functionName: inner, args: [taskType] });
      await superfluid.write.arm([address, data]);
      await reverts(pool.write.rebalance([taskType]), pool, "ReentrancyGuardReentrantCall", []);
    });
  }

  it("creates no second pool from within createPool", async () => {
    const { abi, address, pool, superfluid } = await hostile();
    const data = encodeFunctionData({ abi, functionName: "createPool", args: [taskType] });
    await superfluid.write.arm([address, data]);
    await reverts(pool.write.createPool([taskType]), pool, "ReentrancyGuardReentrantCall", []);
  });
});
