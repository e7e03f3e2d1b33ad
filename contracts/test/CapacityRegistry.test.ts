import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { maxUint128, zeroHash } from "viem";
import {
  account,
  alice,
  beforeBlock,
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
  slasher,
  stranger,
  taskType,
  tokens,
  treasury,
  unknownTaskType,
  viem,
  withoutSmoothing,
} from "./fixture.ts";

const asAlice = { account: alice };

describe("CapacityRegistry.registerTaskType", () => {
  it("creates a task type for anyone", async () => {
    const { registry } = await fixture();
    const register = registry.write.registerTaskType([unknownTaskType, 7n], { account: stranger });
    await emits(register, registry, "TaskTypeRegistered", [unknownTaskType, stranger, 7n]);
    assert.equal(await registry.read.taskTypeExists([unknownTaskType]), true);
  });

  it("reverts on zero and on one that exists", async () => {
    const { registry } = await fixture();
    const zero = registry.write.registerTaskType([zeroHash, 0n]);
    await reverts(zero, registry, "CapacityRegistry_ZeroTaskType", []);
    const again = registry.write.registerTaskType([taskType, 0n]);
    await reverts(again, registry, "CapacityRegistry_TaskTypeExists", [taskType]);
  });

  it("requires the higher of its own minimum and the network's", async () => {
    const { registry } = await fixture();
    await registry.write.registerTaskType([unknownTaskType, tokens(250)]);
    assert.equal(await registry.read.requiredStake([unknownTaskType]), tokens(250));
    assert.equal(await registry.read.requiredStake([otherTaskType]), tokens(100));
  });
});

describe("CapacityRegistry.registerSink", () => {
  it("starts the average at α of the declared capacity", async () => {
    const { registry, stakeManager } = await fixture();
    await stakeManager.write.stake([tokens(400)], asAlice);
    const register = registry.write.registerSink([taskType, capacity(10)], asAlice);
    await emits(register, registry, "SinkRegistered", [taskType, alice, capacity(10)]);
    assert.equal(await registry.read.storedCapacity([taskType, alice]), capacity(3));
    assert.equal(await registry.read.totalCapacity([taskType]), capacity(3));
    assert.deepEqual(await registry.read.sinksOf([taskType]), [alice]);
    assert.equal(await registry.read.isRegistered([taskType, alice]), true);
  });

  it("takes no more than the cap into the average", async () => {
    const { registry, stakeManager } = await fixture();
    await stakeManager.write.stake([tokens(400)], asAlice);
    await registry.write.registerSink([taskType, maxUint128], asAlice);
    assert.equal(await registry.read.storedCapacity([taskType, alice]), capacity(6));
  });

  it("stores at most 96 bits, also where a stake backs more", async () => {
    const { token } = await fixture();
    const args = [token.address, treasury, 10n ** 18n, owner] as const;
    const stakeManager = await viem.deployContract("StakeManager", args);
    const registry = await viem.deployContract("CapacityRegistry", [stakeManager.address, owner]);
    await stakeManager.write.setParam([bytes32("STAKE_UNIT"), 1n]);
    await registry.write.setParam([bytes32("EWMA_ALPHA_BPS"), 10_000n]);
    await registry.write.registerTaskType([taskType, 0n]);
    await token.write.approve([stakeManager.address, tokens(1_000_000)], asAlice);
    await stakeManager.write.stake([tokens(1_000_000)], asAlice);
    assert.ok((await stakeManager.read.getCapacityCap([alice])) > 2n ** 96n);
    await registry.write.registerSink([taskType, maxUint128], asAlice);
    assert.equal(await registry.read.storedCapacity([taskType, alice]), 2n ** 96n - 1n);
    assert.equal(await registry.read.totalCapacity([taskType]), 2n ** 96n - 1n);
  });

  it("reverts on an unknown task type, a second time, and a capacity beyond 128 bits", async () => {
    const system = await fixture();
    const { registry } = system;
    const unknown = registry.write.registerSink([unknownTaskType, 1n], asAlice);
    await reverts(unknown, registry, "CapacityRegistry_UnknownTaskType", [unknownTaskType]);
    await join(system, alice, tokens(400));
    const again = registry.write.registerSink([taskType, 1n], asAlice);
    await reverts(again, registry, "CapacityRegistry_AlreadyRegistered", [taskType, alice]);
    const huge = maxUint128 + 1n;
    const large = registry.write.registerSink([otherTaskType, huge], asAlice);
    await reverts(large, registry, "CapacityRegistry_CapacityTooLarge", [huge]);
  });

  it("reverts one wei below the required stake", async () => {
    const { registry, stakeManager } = await fixture();
    await stakeManager.write.stake([tokens(100) - 1n], asAlice);
    const register = registry.write.registerSink([taskType, 1n], asAlice);
    await reverts(register, registry, "CapacityRegistry_InsufficientStake", [
      alice,
      tokens(100) - 1n,
      tokens(100),
    ]);
    await stakeManager.write.stake([1n], asAlice);
    await registry.write.registerSink([taskType, 1n], asAlice);
  });

  it("reverts when the task type is full", async () => {
    const system = await fixture();
    const { registry, stakeManager } = system;
    await registry.write.setParam([bytes32("MAX_SINKS"), 1n]);
    await join(system, alice, tokens(400));
    await stakeManager.write.stake([tokens(400)], { account: bob });
    const register = registry.write.registerSink([taskType, 1n], { account: bob });
    await reverts(register, registry, "CapacityRegistry_TaskTypeFull", [taskType, 1n]);
  });
});

describe("CapacityRegistry.deregisterSink", () => {
  it("clears the sink's capacity and commitment, and keeps the sum right", async () => {
    const system = await fixture();
    const { registry } = system;
    await join(system, alice, tokens(400));
    await join(system, bob, tokens(900));
    await registry.write.commitCapacity([taskType, bytes32("hash")], asAlice);
    const leave = registry.write.deregisterSink([taskType], asAlice);
    await emits(leave, registry, "SinkDeregistered", [taskType, alice]);
    assert.equal(await registry.read.storedCapacity([taskType, alice]), 0n);
    assert.equal(await registry.read.totalCapacity([taskType]), capacity(9));
    assert.deepEqual(await registry.read.commitmentOf([taskType, alice]), [zeroHash, 0n]);
    assert.deepEqual(await registry.read.sinksOf([taskType]), [bob]);
    assert.equal(await registry.read.isRegistered([taskType, alice]), false);
  });

  it("reverts for who is no sink", async () => {
    const { registry } = await fixture();
    const leave = registry.write.deregisterSink([taskType], asAlice);
    await reverts(leave, registry, "CapacityRegistry_NotRegistered", [taskType, alice]);
  });

  it("lets the sink return after the commit timeout, with a fresh average", async () => {
    const system = await fixture();
    const { registry } = system;
    await join(system, alice, tokens(400));
    const hash = await registry.write.deregisterSink([taskType], asAlice);
    const left = (await publicClient.getTransactionReceipt({ hash })).blockNumber;

    await beforeBlock(left + 19n);
    const early = registry.write.registerSink([taskType, capacity(10)], asAlice);
    const expected = "CapacityRegistry_ReregistrationTooEarly";
    await reverts(early, registry, expected, [taskType, alice, left + 20n]);
    await beforeBlock(left + 20n);
    await registry.write.registerSink([taskType, capacity(10)], asAlice);
    assert.equal(await registry.read.storedCapacity([taskType, alice]), capacity(3));
  });
});

describe("CapacityRegistry given three sinks", () => {
  for (const leaver of [0, 1, 2]) {
    it(`keeps the others' capacities when number ${leaver + 1} leaves`, async () => {
      const system = await fixture();
      const { registry } = system;
      await withoutSmoothing(system);
      const sinks = [alice, bob, carol];
      const roots = new Map([alice, bob, carol].map((sink, index) => [sink, 10 + index * 10]));
      for (const sink of sinks) await join(system, sink, tokens((roots.get(sink) ?? 0) ** 2));
      const [gone] = sinks.splice(leaver, 1) as [typeof alice];
      await registry.write.deregisterSink([taskType], { account: gone });

      let sum = 0n;
      for (const sink of sinks) {
        sum += capacity(roots.get(sink) ?? 0);
        assert.equal(await registry.read.storedCapacity([taskType, sink]), capacity(roots.get(sink) ?? 0));
        assert.equal(await registry.read.isRegistered([taskType, sink]), true);
      }
      assert.equal(await registry.read.totalCapacity([taskType]), sum);
      assert.equal(await registry.read.storedCapacity([taskType, gone]), 0n);
      assert.equal(await registry.read.isRegistered([taskType, gone]), false);
      assert.deepEqual(new Set(await registry.read.sinksOf([taskType])), new Set(sinks));
      for (const sink of sinks) await registry.write.deregisterSink([taskType], { account: sink });
      assert.deepEqual(await registry.read.sinksOf([taskType]), []);
    });
  }
});

describe("CapacityRegistry given a sink that was slashed below its capacity", () => {
  async function slashed() {
    const system = await fixture();
    await withoutSmoothing(system);
    await join(system, alice, tokens(400));
    await join(system, bob, tokens(100));
    await system.stakeManager.write.slash([alice, tokens(175), reason], { account: slasher });
    return system;
  }

  it("reads the cap, and keeps the stored value until it is synced", async () => {
    const { registry } = await slashed();
    assert.equal(await registry.read.getSmoothedCapacity([taskType, alice]), capacity(15));
    assert.equal(await registry.read.storedCapacity([taskType, alice]), capacity(20));
    assert.equal(await registry.read.totalCapacity([taskType]), capacity(30));
    assert.deepEqual(await registry.read.effectiveCapacities([taskType]), [
      [alice, bob],
      [capacity(15), capacity(10)],
      capacity(25),
    ]);
  });

  it("stores the clamp when anyone syncs the sink", async () => {
    const { registry } = await slashed();
    const sync = registry.write.sync([taskType, alice], { account: stranger });
    await emits(sync, registry, "CapacityClamped", [taskType, alice, capacity(15)]);
    assert.equal(await registry.read.storedCapacity([taskType, alice]), capacity(15));
    assert.equal(await registry.read.totalCapacity([taskType]), capacity(25));
  });

  it("has nothing to clamp afterwards, nor for others", async () => {
    const { registry } = await slashed();
    await registry.write.sync([taskType, alice]);
    const again = registry.write.sync([taskType, alice]);
    const nothing = "CapacityRegistry_NothingToClamp";
    await reverts(again, registry, nothing, [taskType, alice, capacity(15), capacity(15)]);
    const foreign = registry.write.sync([taskType, stranger]);
    await reverts(foreign, registry, "CapacityRegistry_NotRegistered", [taskType, stranger]);
  });

  it("clamps all who need it at once, and nobody else", async () => {
    const { registry } = await slashed();
    const { result } = await registry.simulate.syncAll([taskType]);
    assert.deepEqual(result, [[alice, bob], [capacity(15), capacity(10)], capacity(25)]);
    const hash = await registry.write.syncAll([taskType], { account: stranger });
    const { blockNumber } = await publicClient.getTransactionReceipt({ hash });
    const clamps = await registry.getEvents.CapacityClamped({}, { fromBlock: blockNumber });
    assert.deepEqual(
      clamps.map((log) => log.args),
      [{ taskTypeId: taskType, sink: alice, smoothed: capacity(15) }],
    );
    assert.equal(await registry.read.totalCapacity([taskType]), capacity(25));
  });

  it("reverts on an unknown task type", async () => {
    const { registry } = await slashed();
    const unknown = "CapacityRegistry_UnknownTaskType";
    await reverts(registry.write.syncAll([unknownTaskType]), registry, unknown, [unknownTaskType]);
    const view = registry.read.effectiveCapacities([unknownTaskType]);
    await reverts(view, registry, unknown, [unknownTaskType]);
  });
});

describe("CapacityRegistry.obligationsOf", () => {
  it("is the highest of each over the sink's task types", async () => {
    const system = await fixture();
    const { registry } = system;
    assert.deepEqual(await registry.read.obligationsOf([alice]), [0n, 0n]);
    await registry.write.registerTaskType([unknownTaskType, tokens(300)]);
    await join(system, alice, tokens(400));
    await registry.write.registerSink([unknownTaskType, capacity(5)], asAlice);
    assert.deepEqual(await registry.read.obligationsOf([alice]), [tokens(300), capacity(6)]);
    await registry.write.deregisterSink([unknownTaskType], asAlice);
    assert.deepEqual(await registry.read.obligationsOf([alice]), [tokens(100), capacity(6)]);
    assert.deepEqual(await registry.read.obligationsOf([account(20)]), [0n, 0n]);
  });
});
