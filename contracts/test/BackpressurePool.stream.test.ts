import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Address, parseEventLogs } from "viem";
import { gdaAbi } from "../scripts/artifacts.ts";
import {
  alice,
  bob,
  carol,
  emits,
  fixture,
  join,
  networkHelpers,
  publicClient,
  reverts,
  stranger,
  taskType,
  tokens,
  treasury,
} from "./fixture.ts";
import { type Streaming, stream, streaming } from "./streaming.ts";

/** Half a token per second: with 1e18 units it would be floored to nothing. */
const rate = tokens(1) / 2n;

/** Asserts that each member's flow is the stream's share of its units, and that the whole stream reaches members. */
async function assertShared({ shares, adjustment }: Streaming, sinks: Address[]) {
  const perUnit = rate / (await shares.read.getTotalUnits());
  assert.ok(perUnit > 0n);
  let flow = 0n;
  for (const sink of sinks) {
    const own = await shares.read.getMemberFlowRate([sink]);
    assert.equal(own, (await shares.read.getUnits([sink])) * perUnit);
    flow += own;
  }
  assert.equal(await shares.read.getTotalFlowRate(), flow);
  assert.equal(flow + (await adjustment()), rate);
  assert.ok(
    (await adjustment()) < (await shares.read.getTotalUnits()),
    "the remainder is more than the units force",
  );
}

describe("BackpressurePool given a stream through its Superfluid pool", () => {
  it("pays members by their units", async () => {
    const system = await streaming(rate);
    await assertShared(system, [alice, bob]);
    assert.equal(await system.shares.read.getMemberFlowRate([bob]), (rate * 3n) / 4n);
    await networkHelpers.time.increase(1000);
    const [claimable] = await system.shares.read.getClaimableNow([alice]);
    assert.ok(claimable >= (rate / 4n) * 1000n);
  });

  it("follows the capacities when a sink joins, and returns the remainder", async () => {
    const system = await streaming(rate);
    await join(system, carol, tokens(400));
    await system.pool.write.rebalance([taskType]);
    await assertShared(system, [alice, bob, carol]);
  });

  it("pays a departed sink nothing more, and returns the remainder", async () => {
    const system = await streaming(rate);
    await system.registry.write.deregisterSink([taskType], { account: bob });
    await system.pool.write.rebalance([taskType]);
    assert.equal(await system.shares.read.getUnits([bob]), 0n);
    assert.equal(await system.shares.read.getMemberFlowRate([bob]), 0n);
    await assertShared(system, [alice]);
  });

  it("tells the pool's new total when departed sinks are retired, and returns the remainder", async () => {
    const system = await streaming(rate);
    const { pool, registry, shares } = system;
    await registry.write.deregisterSink([taskType], { account: bob });
    const hash = await pool.write.retire([taskType, [bob]]);
    await assertShared(system, [alice]);
    const { logs } = await publicClient.getTransactionReceipt({ hash });
    const [told] = parseEventLogs({ abi: gdaAbi, logs, eventName: "FlowDistributionUpdated" });
    assert.equal(told?.args.newTotalDistributionFlowRate, await shares.read.getTotalFlowRate());
    assert.equal(told?.args.distributor, pool.address);
  });

  it("gives the whole stream back after there was nobody to pay", async () => {
    const system = await streaming(rate);
    const { pool, registry, shares, adjustment } = system;
    for (const sink of [alice, bob]) await registry.write.deregisterSink([taskType], { account: sink });
    await pool.write.rebalance([taskType]);
    assert.equal(await shares.read.getTotalFlowRate(), 0n);
    assert.equal(await adjustment(), rate);

    await join(system, carol, tokens(400));
    await pool.write.rebalance([taskType]);
    assert.equal(await shares.read.getMemberFlowRate([carol]), rate);
    await assertShared(system, [carol]);
  });

  it("keeps the remainder small over many rebalances", async () => {
    const system = await streaming(rate);
    const { pool, registry, stakeManager } = system;
    for (let round = 1n; round <= 5n; round++) {
      await stakeManager.write.stake([tokens(7) * round], { account: carol });
      if (round === 1n) await stakeManager.write.stake([tokens(100)], { account: carol });
      await networkHelpers.mine(20);
      const cap = await stakeManager.read.getCapacityCap([carol]);
      await registry.write.registerSink([taskType, cap], { account: carol });
      await pool.write.rebalance([taskType]);
      await assertShared(system, [alice, bob, carol]);
      await registry.write.deregisterSink([taskType], { account: carol });
      await pool.write.rebalance([taskType]);
    }
    await assertShared(system, [alice, bob]);
  });

  it("takes the end of the stream", async () => {
    const system = await streaming(rate);
    await stream(system, system.shares.address, 0n);
    await system.pool.write.rebalance([taskType]);
    assert.equal(await system.shares.read.getTotalFlowRate(), 0n);
    assert.equal(await system.adjustment(), 0n);
  });
});

describe("BackpressurePool.sweep", () => {
  it("sends what the agreement paid to the pool contract to the treasury", async () => {
    const { pool, registry, superToken } = await streaming(rate);
    for (const sink of [alice, bob]) await registry.write.deregisterSink([taskType], { account: sink });
    await pool.write.rebalance([taskType]);
    await networkHelpers.time.increase(100);
    const sweep = await pool.write.sweep();
    const swept = await superToken.read.balanceOf([treasury]);
    assert.ok(swept >= rate * 100n, `${swept} is less than 100 seconds of the stream`);
    await emits(sweep, superToken, "Transfer", [pool.address, treasury, swept]);
  });

  it("reverts when there is nothing, and for others than the owner", async () => {
    const { pool } = await fixture();
    await reverts(pool.write.sweep(), pool, "BackpressurePool_NothingToSweep", []);
    const foreign = pool.write.sweep({ account: stranger });
    await reverts(foreign, pool, "OwnableUnauthorizedAccount", [stranger]);
  });
});
