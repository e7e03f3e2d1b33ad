import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Address, getContract, parseEventLogs } from "viem";
import { superfluidPoolAbi } from "../scripts/artifacts.ts";
import {
  account,
  capacity,
  emits,
  fixture,
  join,
  publicClient,
  reverts,
  source,
  taskType,
  tokens,
  withoutSmoothing,
} from "./fixture.ts";

/** A pool and a buffer of 100 tokens, with this many sinks of the same capacity. */
async function sized(count: number) {
  const system = await fixture();
  const { pool, escrow, token, stakeManager } = system;
  await withoutSmoothing(system);
  await pool.write.createPool([taskType]);
  const sinks: Address[] = Array.from({ length: count }, (_, index) => account(20 + index));
  for (const sink of sinks) {
    await token.write.mint([sink, tokens(100)]);
    await token.write.approve([stakeManager.address, tokens(100)], { account: sink });
    await join(system, sink, tokens(100));
  }
  await escrow.write.deposit([taskType, tokens(100)], { account: source });
  const address = await pool.read.getPool([taskType]);
  return { ...system, sinks, shares: getContract({ address, abi: superfluidPoolAbi, client: publicClient }) };
}

describe("a task type given no sink", () => {
  it("rebalances to nobody", async () => {
    const { pool, shares } = await sized(0);
    await emits(pool.write.rebalance([taskType]), pool, "Rebalanced", [taskType, 0n, 0n]);
    assert.equal(await shares.read.getTotalUnits(), 0n);
    assert.equal(await pool.read.needsRebalance([taskType]), false);
  });

  it("has nobody to drain to", async () => {
    const { escrow } = await sized(0);
    await reverts(escrow.write.drain([taskType]), escrow, "EscrowBuffer_NoCapacity", [taskType]);
  });

  it("has no caps", async () => {
    const { stakeManager } = await sized(0);
    assert.deepEqual(await stakeManager.read.getCapacityCaps([[]]), []);
  });
});

for (const count of [1, 50]) {
  describe(`a task type given ${count} sink${count === 1 ? "" : "s"}`, () => {
    it("gives each the same units, all of the scale together but the floor", async () => {
      const { pool, shares, sinks } = await sized(count);
      const total = capacity(10) * BigInt(count);
      const rebalance = pool.write.rebalance([taskType]);
      await emits(rebalance, pool, "Rebalanced", [taskType, BigInt(count), total]);
      for (const sink of sinks) assert.equal(await shares.read.getUnits([sink]), 10n ** 9n / BigInt(count));
      assert.deepEqual(await pool.read.membersOf([taskType]), sinks);
    });

    it("drains the same to each, and all of it but the floor", async () => {
      const { escrow, sinks } = await sized(count);
      const hash = await escrow.write.drain([taskType]);
      const { logs } = await publicClient.getTransactionReceipt({ hash });
      const paid = parseEventLogs({ abi: escrow.abi, logs, eventName: "Drained" });
      assert.deepEqual(
        paid.map(({ args }) => [args.sink, args.amount]),
        sinks.map((sink) => [sink, tokens(100) / BigInt(count)]),
      );
      assert.equal(await escrow.read.bufferLevel([taskType]), tokens(100) % BigInt(count));
    });

    it("has the cap of each", async () => {
      const { stakeManager, sinks } = await sized(count);
      const caps = await stakeManager.read.getCapacityCaps([sinks]);
      assert.deepEqual(
        caps,
        sinks.map(() => capacity(10)),
      );
    });
  });
}
