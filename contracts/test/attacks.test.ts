import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { encodeFunctionData, maxUint256 } from "viem";
import type {} from "../artifacts/src/mocks/DustDepositor.sol/artifacts.d.ts";
import {
  alice,
  beforeBlock,
  bob,
  bytes32,
  capacity,
  carol,
  commit,
  fixture,
  join,
  networkHelpers,
  nonce,
  owner,
  publicClient,
  reason,
  reverts,
  type System,
  signal,
  slasher,
  source,
  taskType,
  tokens,
  treasury,
  viem,
  withoutSmoothing,
} from "./fixture.ts";

const asAlice = { account: alice };
const asSource = { account: source };
const call = encodeFunctionData;

describe("an attack on the tokens that are held", () => {
  /** A buffer and stakes of a token that calls back, with 100 tokens of Alice and of the source in each. */
  async function reentrant() {
    const system = await fixture();
    const token = await viem.deployContract("ReenteringToken");
    const stakeArgs = [token.address, treasury, 10n ** 9n, owner] as const;
    const stakeManager = await viem.deployContract("StakeManager", stakeArgs);
    const escrow = await viem.deployContract("EscrowBuffer", [token.address, system.pool.address, owner]);
    for (const [holder, spender] of [
      [alice, stakeManager.address],
      [source, escrow.address],
    ] as const) {
      await token.write.mint([holder, tokens(100)]);
      await token.write.approve([spender, maxUint256], { account: holder });
    }
    await join(system, alice, tokens(100));
    await stakeManager.write.stake([tokens(100)], asAlice);
    await escrow.write.deposit([taskType, tokens(100)], asSource);
    return { token, stakeManager, escrow };
  }

  it("a token that re-enters drain is paid nothing twice", async () => {
    const { token, escrow } = await reentrant();
    await token.write.arm([
      escrow.address,
      call({ abi: escrow.abi, functionName: "drain", args: [taskType] }),
    ]);
    await reverts(escrow.write.drain([taskType]), escrow, "EscrowBuffer_NothingDrained", [taskType]);
    assert.equal(await token.read.balanceOf([escrow.address]), tokens(100));
    assert.equal(await escrow.read.bufferLevel([taskType]), tokens(100));
  });

  it("a token that re-enters unstake takes nothing twice", async () => {
    const { token, stakeManager } = await reentrant();
    const data = call({ abi: stakeManager.abi, functionName: "unstake", args: [tokens(100)] });
    await token.write.arm([stakeManager.address, data]);
    const unstake = stakeManager.write.unstake([tokens(100)], asAlice);
    await reverts(unstake, stakeManager, "ReentrancyGuardReentrantCall", []);
    assert.equal(await stakeManager.read.getStake([alice]), tokens(100));
  });

  it("a token that keeps a fee leaves no debt that the last to leave would bear", async () => {
    const { pool } = await fixture();
    const token = await viem.deployContract("FeeToken", [300n]);
    const args = [token.address, treasury, 10n ** 9n, owner] as const;
    const stakeManager = await viem.deployContract("StakeManager", args);
    const escrow = await viem.deployContract("EscrowBuffer", [token.address, pool.address, owner]);
    for (const sink of [alice, bob]) {
      await token.write.mint([sink, tokens(1000)]);
      await token.write.approve([stakeManager.address, maxUint256], { account: sink });
      await stakeManager.write.stake([tokens(500)], { account: sink });
    }
    await token.write.approve([escrow.address, maxUint256], asAlice);
    await escrow.write.deposit([taskType, tokens(500)], asAlice);
    assert.equal(await escrow.read.bufferLevel([taskType]), await token.read.balanceOf([escrow.address]));
    for (const sink of [alice, bob]) {
      await stakeManager.write.unstake([await stakeManager.read.getStake([sink])], { account: sink });
    }
    assert.equal(await token.read.balanceOf([stakeManager.address]), 0n);
  });

  it("a sink that refuses its payment stops nobody else's", async () => {
    const system = await fixture();
    await withoutSmoothing(system);
    for (const sink of [alice, bob, carol]) await join(system, sink, tokens(100));
    const token = await viem.deployContract("BlockingToken");
    const escrow = await viem.deployContract("EscrowBuffer", [token.address, system.pool.address, owner]);
    await token.write.mint([source, tokens(90)]);
    await token.write.approve([escrow.address, maxUint256], asSource);
    await escrow.write.deposit([taskType, tokens(90)], asSource);
    await token.write.setBlocked([bob, true]);
    await escrow.write.drain([taskType]);
    assert.equal(await token.read.balanceOf([alice]), tokens(30));
    assert.equal(await token.read.balanceOf([carol]), tokens(30));
    assert.equal(await escrow.read.bufferLevel([taskType]), tokens(30));
  });

  it("10,000 dust deposits before a drain do not make it cost more", async () => {
    const system = await fixture();
    const { escrow } = system;
    await join(system, alice, tokens(100));
    const drain = async () => {
      const hash = await escrow.write.drain([taskType]);
      return (await publicClient.getTransactionReceipt({ hash })).gasUsed;
    };
    await escrow.write.deposit([taskType, tokens(1)], asSource);
    await drain();
    await escrow.write.deposit([taskType, tokens(1)], asSource);
    const alone = await drain();

    const flooder = await viem.deployContract("DustDepositor");
    await system.token.write.mint([flooder.address, 10_000n]);
    for (let part = 0; part < 10; part++) await flooder.write.flood([escrow.address, taskType, 1000n]);
    assert.equal(await escrow.read.bufferLevel([taskType]), 10_000n);
    const flooded = await drain();
    assert.ok(flooded <= alone + 100n, `${flooded} gas after the flood, ${alone} before`);
    assert.equal(await escrow.read.bufferLevel([taskType]), 0n);
  });
});

describe("an attack on the capacity signal", () => {
  it("a commitment copied from another sink reveals nothing for the copier", async () => {
    const system = await fixture();
    const { registry } = system;
    await join(system, alice, tokens(400));
    await join(system, bob, tokens(400));
    const hash = await registry.read.hashCommitment([taskType, alice, capacity(15), nonce]);
    await registry.write.commitCapacity([taskType, hash], asAlice);
    await registry.write.commitCapacity([taskType, hash], { account: bob });
    await registry.write.revealCapacity([taskType, capacity(15), nonce], asAlice);
    const own = await registry.read.hashCommitment([taskType, bob, capacity(15), nonce]);
    const copied = registry.write.revealCapacity([taskType, capacity(15), nonce], { account: bob });
    await reverts(copied, registry, "CapacityRegistry_HashMismatch", [hash, own]);
  });

  it("leaving and rejoining does not skip the average", async () => {
    const system = await fixture();
    const { registry } = system;
    await join(system, alice, tokens(400));
    for (let round = 0; round < 4; round++) await signal(system, alice, capacity(1));
    const stayed = await registry.read.storedCapacity([taskType, alice]);
    await signal(system, alice, capacity(20));
    const honest = await registry.read.storedCapacity([taskType, alice]);
    const hash = await registry.write.deregisterSink([taskType], asAlice);
    const left = (await publicClient.getTransactionReceipt({ hash })).blockNumber;
    const early = registry.write.registerSink([taskType, capacity(20)], asAlice);
    const tooEarly = "CapacityRegistry_ReregistrationTooEarly";
    await reverts(early, registry, tooEarly, [taskType, alice, left + 20n]);
    await beforeBlock(left + 20n);
    await registry.write.registerSink([taskType, capacity(20)], asAlice);
    const rejoined = await registry.read.storedCapacity([taskType, alice]);
    assert.equal(rejoined, capacity(6));
    assert.ok(stayed < honest && rejoined <= honest, `${rejoined} by rejoining, ${honest} by staying`);
  });

  it("a second commitment does not replace the first before it expires", async () => {
    const system = await fixture();
    await join(system, alice, tokens(400));
    const committed = await commit(system, alice, capacity(5));
    const again = system.registry.write.commitCapacity([taskType, bytes32("better")], asAlice);
    const pending = "CapacityRegistry_CommitPending";
    await reverts(again, system.registry, pending, [taskType, alice, committed + 20n]);
  });

  it("stake split below the minimum backs nothing, and above it gains no more than the root of its parts", async () => {
    const { stakeManager } = await fixture();
    const cap = (amount: bigint) => stakeManager.read.capacityCapOf([amount]);
    assert.equal((await cap(tokens(50))) * 2n, 0n);
    assert.equal(await cap(tokens(100)), capacity(10));
    for (const parts of [2n, 3n, 4n]) {
      const whole = await cap(tokens(400));
      const split = parts * (await cap(tokens(400) / parts));
      assert.ok(split * split <= parts * whole * whole, `${parts} parts gain more than the root of ${parts}`);
    }
    assert.equal(5n * (await cap(tokens(400) / 5n)), 0n);
  });
});

describe("an attack on slashing", () => {
  async function convicted(): Promise<System> {
    const system = await fixture();
    await withoutSmoothing(system);
    await join(system, alice, tokens(400));
    return system;
  }

  it("a sink that runs before its slash keeps at stake what it has promised", async () => {
    const { stakeManager } = await convicted();
    const run = stakeManager.write.unstake([tokens(400)], asAlice);
    await reverts(run, stakeManager, "StakeManager_StakeRequired", [alice, 0n, tokens(100)]);
    await stakeManager.write.slash([alice, tokens(400), reason], { account: slasher });
    assert.equal(await stakeManager.read.getStake([alice]), 0n);
  });

  it("a sink that deregisters first is still there for the delay", async () => {
    const { stakeManager, registry } = await convicted();
    await stakeManager.write.setParam([bytes32("UNBONDING_DELAY"), 86_400n]);
    await registry.write.deregisterSink([taskType], asAlice);
    const run = stakeManager.write.unstake([tokens(400)], asAlice);
    await reverts(run, stakeManager, "StakeManager_UnstakeNotAvailable", [alice, 0n, 0n]);
    await stakeManager.write.requestUnstake([tokens(400)], asAlice);
    await stakeManager.write.slash([alice, tokens(400), reason], { account: slasher });
    await networkHelpers.time.increase(86_400);
    const late = stakeManager.write.unstake([tokens(400)], asAlice);
    await reverts(late, stakeManager, "StakeManager_InsufficientStake", [alice, 0n, tokens(400)]);
  });

  it("a request kept ready for years does not open a way past the delay", async () => {
    const { stakeManager, registry } = await convicted();
    await stakeManager.write.setParam([bytes32("UNBONDING_DELAY"), 86_400n]);
    await stakeManager.write.requestUnstake([tokens(400)], asAlice);
    await networkHelpers.time.increase(1000 * 86_400);
    await registry.write.deregisterSink([taskType], asAlice);
    const [, , expiresAt] = await stakeManager.read.unstakeRequestOf([alice]);
    const run = stakeManager.write.unstake([tokens(400)], asAlice);
    await reverts(run, stakeManager, "StakeManager_UnstakeExpired", [alice, expiresAt]);
  });
});

describe("an attack by the owner", () => {
  it("no parameter leaves its bounds: no average without memory loss, no endless delay, no thousand sinks", async () => {
    const { registry, stakeManager, pool, escrow } = await fixture();
    const outside = "Governed_ParamOutOfBounds";
    const attempts = [
      [registry, "EWMA_ALPHA_BPS", 0n, 1n, 10_000n],
      [registry, "EWMA_ALPHA_BPS", 10_001n, 1n, 10_000n],
      [registry, "MAX_SINKS", 65n, 1n, 64n],
      [registry, "COMMIT_TIMEOUT", 0n, 1n, 100_000n],
      [stakeManager, "UNBONDING_DELAY", 30n * 86_400n + 1n, 0n, 30n * 86_400n],
      [pool, "UNIT_SCALE", 10n ** 18n + 1n, 10n ** 6n, 10n ** 18n],
      [escrow, "DRAIN_RATE_PER_CAPACITY", 10n ** 27n + 1n, 0n, 10n ** 27n],
    ] as const;
    for (const [{ address }, key, value, min, max] of attempts) {
      const governed = await viem.getContractAt("CapacityRegistry", address);
      const set = governed.write.setParam([bytes32(key), value]);
      await reverts(set, governed, outside, [bytes32(key), value, min, max]);
    }
  });
});
