import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { maxUint256, parseEventLogs } from "viem";
import {
  alice,
  beforeBlock,
  bob,
  bytes32,
  capacity,
  carol,
  emits,
  fixture,
  join,
  owner,
  publicClient,
  reason,
  reverts,
  slasher,
  source,
  stranger,
  taskType,
  tokens,
  unknownTaskType,
  viem,
  withoutSmoothing,
} from "./fixture.ts";

const asSource = { account: source };

/** Alice (10) and Bob (30). */
async function ready() {
  const system = await fixture();
  await withoutSmoothing(system);
  await join(system, alice, tokens(100));
  await join(system, bob, tokens(900));
  return system;
}

describe("EscrowBuffer.drain without a rate", () => {
  it("shares the whole level by capacity, for anyone who calls", async () => {
    const { escrow, token } = await ready();
    await escrow.write.deposit([taskType, tokens(100)], asSource);
    const before = await token.read.balanceOf([bob]);
    const hash = await escrow.write.drain([taskType], { account: stranger });
    await emits(hash, escrow, "Drained", [taskType, alice, tokens(25)]);
    await emits(hash, escrow, "Drained", [taskType, bob, tokens(75)]);
    assert.equal((await token.read.balanceOf([bob])) - before, tokens(75));
    assert.equal(await escrow.read.bufferLevel([taskType]), 0n);
    assert.deepEqual(await escrow.read.queueOf([taskType]), [tokens(100), tokens(100)]);
  });

  it("leaves the dust that no share holds at the head of the queue", async () => {
    const { escrow, token } = await ready();
    await escrow.write.deposit([taskType, 7n], asSource);
    const hash = await escrow.write.drain([taskType]);
    // 7 · 10/40 and 7 · 30/40, rounded down
    await emits(hash, escrow, "Drained", [taskType, alice, 1n]);
    await emits(hash, escrow, "Drained", [taskType, bob, 5n]);
    assert.deepEqual(await escrow.read.queueOf([taskType]), [6n, 7n]);
    assert.equal(await token.read.balanceOf([escrow.address]), 1n);
  });

  it("passes over a sink whose share rounds to nothing", async () => {
    const { escrow } = await ready();
    await escrow.write.deposit([taskType, 2n], asSource);
    const hash = await escrow.write.drain([taskType]);
    const { logs } = await publicClient.getTransactionReceipt({ hash });
    const drained = parseEventLogs({ abi: escrow.abi, logs, eventName: "Drained" });
    assert.deepEqual(
      drained.map(({ args }) => [args.sink, args.amount]),
      [[bob, 1n]],
    );
  });

  it("counts a slash before it is synced", async () => {
    const { escrow, stakeManager } = await ready();
    await stakeManager.write.slash([bob, tokens(800), reason], { account: slasher });
    await escrow.write.deposit([taskType, tokens(100)], asSource);
    const hash = await escrow.write.drain([taskType]);
    await emits(hash, escrow, "Drained", [taskType, bob, tokens(50)]);
  });

  it("reverts when empty, on an unknown task type, and when every share rounds to zero", async () => {
    const { escrow } = await ready();
    await reverts(escrow.write.drain([taskType]), escrow, "EscrowBuffer_Empty", [taskType]);
    const unknown = "EscrowBuffer_UnknownTaskType";
    await reverts(escrow.write.drain([unknownTaskType]), escrow, unknown, [unknownTaskType]);
    await reverts(escrow.read.drainable([unknownTaskType]), escrow, unknown, [unknownTaskType]);
    await escrow.write.deposit([taskType, 1n], asSource);
    await reverts(escrow.write.drain([taskType]), escrow, "EscrowBuffer_NothingDrained", [taskType]);
  });

  it("reverts when no sink has capacity", async () => {
    const { escrow } = await fixture();
    await escrow.write.deposit([taskType, tokens(1)], asSource);
    assert.equal(await escrow.read.drainable([taskType]), 0n);
    await reverts(escrow.write.drain([taskType]), escrow, "EscrowBuffer_NoCapacity", [taskType]);
  });
});

describe("EscrowBuffer.drain at a rate", () => {
  /** One token a block: 25e6 wei for each of 40e9 units of capacity. */
  async function paced() {
    const system = await ready();
    const rate = tokens(1) / capacity(40);
    await system.escrow.write.setParam([bytes32("DRAIN_RATE_PER_CAPACITY"), rate]);
    const hash = await system.escrow.write.deposit([taskType, tokens(100)], asSource);
    return { ...system, block: (await publicClient.getTransactionReceipt({ hash })).blockNumber };
  }

  it("allows nothing in the block of the first deposit", async () => {
    const { escrow, block } = await paced();
    assert.equal(await escrow.read.drainable([taskType], { blockNumber: block }), 0n);
    const drain = escrow.simulate.drain([taskType], { blockNumber: block, account: owner });
    await reverts(drain, escrow, "EscrowBuffer_NothingDrained", [taskType]);
  });

  it("counts blocks since the deposit that ended the emptiness, not since a later one", async () => {
    const { escrow, block } = await paced();
    await beforeBlock(block + 4n);
    await escrow.write.deposit([taskType, tokens(100)], asSource);
    await beforeBlock(block + 8n);
    const hash = await escrow.write.drain([taskType]);
    await emits(hash, escrow, "Drained", [taskType, alice, tokens(2)]);
    await emits(hash, escrow, "Drained", [taskType, bob, tokens(6)]);
    assert.deepEqual(await escrow.read.queueOf([taskType]), [tokens(8), tokens(200)]);
  });

  it("counts blocks since the last drain", async () => {
    const { escrow, block } = await paced();
    await beforeBlock(block + 10n);
    await escrow.write.drain([taskType]);
    await beforeBlock(block + 14n);
    const hash = await escrow.write.drain([taskType]);
    await emits(hash, escrow, "Drained", [taskType, bob, tokens(3)]);
    assert.equal(await escrow.read.bufferLevel([taskType]), tokens(86));
  });

  it("saves up nothing while the buffer is empty", async () => {
    const { escrow, block } = await paced();
    await beforeBlock(block + 200n);
    await escrow.write.drain([taskType]);
    assert.equal(await escrow.read.bufferLevel([taskType]), 0n);
    await beforeBlock(block + 400n);
    await escrow.write.deposit([taskType, tokens(100)], asSource);
    const hash = await escrow.write.drain([taskType]);
    await emits(hash, escrow, "Drained", [taskType, bob, tokens(3) / 4n]);
  });

  it("takes no more than the level", async () => {
    const { escrow, block } = await paced();
    await beforeBlock(block + 101n);
    await escrow.write.drain([taskType]);
    assert.equal(await escrow.read.bufferLevel([taskType]), 0n);
  });

  it("takes the level also at a rate whose product overflows", async () => {
    const { escrow, block } = await paced();
    await escrow.write.setParam([bytes32("DRAIN_RATE_PER_CAPACITY"), 10n ** 27n]);
    await beforeBlock(block + 10n);
    assert.equal(await escrow.read.drainable([taskType]), tokens(100));
  });
});

describe("EscrowBuffer.drain given a sink that cannot be paid", () => {
  async function blocked(...sinks: (typeof alice)[]) {
    const system = await ready();
    await join(system, carol, tokens(100));
    const token = await viem.deployContract("BlockingToken");
    const escrow = await viem.deployContract("EscrowBuffer", [token.address, system.pool.address, owner]);
    await token.write.mint([source, tokens(1000)]);
    await token.write.approve([escrow.address, maxUint256], asSource);
    await escrow.write.deposit([taskType, tokens(100)], asSource);
    for (const sink of sinks) await token.write.setBlocked([sink, true]);
    return { token, escrow };
  }

  it("pays the others, and keeps its share in the buffer", async () => {
    const { token, escrow } = await blocked(bob);
    const hash = await escrow.write.drain([taskType]);
    const { logs } = await publicClient.getTransactionReceipt({ hash });
    const drained = parseEventLogs({ abi: escrow.abi, logs, eventName: "Drained" });
    assert.deepEqual(
      drained.map(({ args }) => [args.sink, args.amount]),
      [
        [alice, tokens(20)],
        [carol, tokens(20)],
      ],
    );
    assert.deepEqual(await escrow.read.queueOf([taskType]), [tokens(40), tokens(100)]);
    assert.equal(await token.read.balanceOf([escrow.address]), tokens(60));
  });

  it("reverts when nobody can be paid", async () => {
    const { escrow } = await blocked(alice, bob, carol);
    await reverts(escrow.write.drain([taskType]), escrow, "EscrowBuffer_NothingDrained", [taskType]);
    assert.deepEqual(await escrow.read.queueOf([taskType]), [0n, tokens(100)]);
  });
});
