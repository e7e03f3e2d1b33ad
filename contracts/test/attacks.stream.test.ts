import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Address } from "viem";
import {
  alice,
  bob,
  carol,
  join,
  networkHelpers,
  reason,
  slasher,
  source,
  taskType,
  tokens,
} from "./fixture.ts";
import { type Streaming, streaming } from "./streaming.ts";

const rate = tokens(1) / 3n;

/** What the source pays per second, what the members get, and what stays with the pool contract. */
async function flows({ gda, shares, superToken }: Streaming) {
  const members = [alice, bob, carol].map((sink) => shares.read.getMemberFlowRate([sink]));
  const got = (await Promise.all(members)).reduce((sum, flow) => sum + flow, 0n);
  const paid = await gda.read.getFlowRate([superToken.address, source, shares.address]);
  return { paid, got, kept: await gda.read.getPoolAdjustmentFlowRate([shares.address]) };
}

async function assertNothingLeaks(system: Streaming): Promise<void> {
  const { paid, got, kept } = await flows(system);
  assert.equal(got + kept, paid);
  assert.ok(kept < (await system.shares.read.getTotalUnits()), `${kept} wei a second stay behind`);
}

describe("an attack on a running stream", () => {
  it("200 rebalances lose nothing of it to the pool contract", async () => {
    const system = await streaming(rate);
    const { pool, shares, stakeManager } = system;
    await join(system, carol, tokens(400));
    for (let round = 0; round < 200; round++) {
      const before = await shares.read.getUnits([bob]);
      await stakeManager.write.slash([round % 2 ? bob : carol, tokens(1), reason], { account: slasher });
      await pool.write.rebalance([taskType]);
      assert.notEqual(await shares.read.getUnits([bob]), before);
      if (round % 20 === 0) await assertNothingLeaks(system);
    }
    await assertNothingLeaks(system);
  });

  it("what all members got is what the source paid, to the units' wei a second", async () => {
    const system = await streaming(rate);
    const { shares, superToken, pool } = system;
    const balance = async (address: Address) => superToken.read.balanceOf([address]);
    const before = await balance(source);
    const received = async () => {
      const each = [alice, bob, carol].map((sink) => shares.read.getTotalAmountReceivedByMember([sink]));
      return (await Promise.all(each)).reduce((sum, amount) => sum + amount, 0n);
    };
    const [from, had] = [await networkHelpers.time.latest(), await received()];
    for (const [sink, stake] of [
      [carol, tokens(400)],
      [alice, tokens(50)],
    ] as const) {
      await networkHelpers.time.increase(500);
      if (sink === carol) await join(system, sink, stake);
      else await system.stakeManager.write.stake([stake], { account: sink });
      await pool.write.rebalance([taskType]);
    }
    await networkHelpers.time.increase(500);
    const seconds = BigInt((await networkHelpers.time.latest()) - from);
    const paid = before - (await balance(source));
    const gap = paid - ((await received()) - had);
    assert.ok(gap >= 0n && gap <= seconds * (await shares.read.getTotalUnits()), `${gap} wei are missing`);
  });

  it("all units through zero and back return the whole stream", async () => {
    const system = await streaming(rate);
    const { pool, registry, shares } = system;
    const { paid } = await flows(system);
    for (const sink of [alice, bob]) await registry.write.deregisterSink([taskType], { account: sink });
    await pool.write.retire([taskType, [alice, bob]]);
    assert.deepEqual(await flows(system), { paid, got: 0n, kept: paid });
    assert.equal(await shares.read.getTotalUnits(), 0n);
    await join(system, carol, tokens(400));
    await pool.write.rebalance([taskType]);
    await assertNothingLeaks(system);
    assert.ok((await shares.read.getMemberFlowRate([carol])) > rate - 10n ** 9n);
  });

  it("a sink that has deregistered is paid until the next rebalance or retirement, and nothing after", async () => {
    for (const end of ["rebalance", "retire"] as const) {
      const system = await streaming(rate);
      const { pool, registry, shares } = system;
      await registry.write.deregisterSink([taskType], { account: bob });
      assert.ok((await shares.read.getMemberFlowRate([bob])) > 0n);
      if (end === "retire") await pool.write.retire([taskType, [bob]]);
      else await pool.write.rebalance([taskType]);
      assert.equal(await shares.read.getMemberFlowRate([bob]), 0n);
      const received = await shares.read.getTotalAmountReceivedByMember([bob]);
      await networkHelpers.time.increase(10_000);
      assert.equal(await shares.read.getTotalAmountReceivedByMember([bob]), received);
      await assertNothingLeaks(system);
    }
  });
});
