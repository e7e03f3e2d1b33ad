import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { encodeFunctionData, maxUint256 } from "viem";
import {
  alice,
  emits,
  fixture,
  join,
  owner,
  publicClient,
  reverts,
  source,
  stranger,
  taskType,
  tokens,
  unknownTaskType,
  viem,
} from "./fixture.ts";

const asSource = { account: source };

async function limited() {
  const system = await fixture();
  await system.escrow.write.setBufferMax([taskType, tokens(100)]);
  return system;
}

describe("EscrowBuffer.deposit", () => {
  it("appends to the queue", async () => {
    const { escrow, token } = await fixture();
    await escrow.write.deposit([taskType, tokens(30)], asSource);
    const deposit = escrow.write.deposit([taskType, tokens(20)], asSource);
    await emits(deposit, escrow, "Deposited", [taskType, source, tokens(20)]);
    assert.deepEqual(await escrow.read.queueOf([taskType]), [0n, tokens(50)]);
    assert.equal(await escrow.read.bufferLevel([taskType]), tokens(50));
    assert.equal(await token.read.balanceOf([escrow.address]), tokens(50));
  });

  it("reverts on zero and on an unknown task type", async () => {
    const { escrow } = await fixture();
    const zero = escrow.write.deposit([taskType, 0n], asSource);
    await reverts(zero, escrow, "EscrowBuffer_ZeroAmount", []);
    const unknown = escrow.write.deposit([unknownTaskType, 1n], asSource);
    await reverts(unknown, escrow, "EscrowBuffer_UnknownTaskType", [unknownTaskType]);
  });

  it("is not full one wei below the maximum", async () => {
    const { escrow } = await limited();
    const hash = await escrow.write.deposit([taskType, tokens(100) - 1n], asSource);
    const { blockNumber } = await publicClient.getTransactionReceipt({ hash });
    assert.deepEqual(await escrow.getEvents.BufferFull({}, { fromBlock: blockNumber }), []);
  });

  it("is full at the maximum, and says so after the deposit", async () => {
    const { escrow } = await limited();
    const hash = await escrow.write.deposit([taskType, tokens(100)], asSource);
    await emits(hash, escrow, "BufferFull", [taskType, tokens(100)]);
    const { blockNumber } = await publicClient.getTransactionReceipt({ hash });
    const [full] = await escrow.getEvents.BufferFull({}, { fromBlock: blockNumber });
    const [deposited] = await escrow.getEvents.Deposited({}, { fromBlock: blockNumber });
    assert.ok(full && deposited && full.logIndex > deposited.logIndex);
  });

  it("reverts one wei above the maximum", async () => {
    const { escrow } = await limited();
    await escrow.write.deposit([taskType, tokens(60)], asSource);
    const amount = tokens(40) + 1n;
    const deposit = escrow.write.deposit([taskType, amount], asSource);
    await reverts(deposit, escrow, "EscrowBuffer_Overflow", [taskType, tokens(60), tokens(100), amount]);
  });
});

describe("EscrowBuffer.depositUpTo", () => {
  it("takes all that fits, without a word of fullness", async () => {
    const { escrow } = await limited();
    const { result } = await escrow.simulate.depositUpTo([taskType, tokens(99)], asSource);
    assert.equal(result, tokens(99));
    const hash = await escrow.write.depositUpTo([taskType, tokens(99)], asSource);
    await emits(hash, escrow, "Deposited", [taskType, source, tokens(99)]);
    const { blockNumber } = await publicClient.getTransactionReceipt({ hash });
    assert.deepEqual(await escrow.getEvents.BufferFull({}, { fromBlock: blockNumber }), []);
  });

  it("says fullness when it reaches the maximum", async () => {
    const { escrow } = await limited();
    const hash = await escrow.write.depositUpTo([taskType, tokens(100)], asSource);
    await emits(hash, escrow, "BufferFull", [taskType, tokens(100)]);
  });

  it("clips to the room, says fullness, and leaves the rest with the source", async () => {
    const { escrow, token } = await limited();
    await escrow.write.deposit([taskType, tokens(70)], asSource);
    const before = await token.read.balanceOf([source]);
    const { result } = await escrow.simulate.depositUpTo([taskType, tokens(50)], asSource);
    assert.equal(result, tokens(30));
    const hash = await escrow.write.depositUpTo([taskType, tokens(50)], asSource);
    await emits(hash, escrow, "Deposited", [taskType, source, tokens(30)]);
    await emits(hash, escrow, "BufferFull", [taskType, tokens(100)]);
    assert.equal(before - (await token.read.balanceOf([source])), tokens(30));
  });

  it("takes nothing without room, and says fullness alone", async () => {
    const { escrow } = await limited();
    await escrow.write.deposit([taskType, tokens(100)], asSource);
    const { result } = await escrow.simulate.depositUpTo([taskType, tokens(50)], asSource);
    assert.equal(result, 0n);
    const hash = await escrow.write.depositUpTo([taskType, tokens(50)], asSource);
    await emits(hash, escrow, "BufferFull", [taskType, tokens(100)]);
    assert.equal((await publicClient.getTransactionReceipt({ hash })).logs.length, 1);
  });

  it("takes everything while the maximum is zero", async () => {
    const { escrow } = await fixture();
    const { result } = await escrow.simulate.depositUpTo([taskType, tokens(5000)], asSource);
    assert.equal(result, tokens(5000));
  });

  it("reverts on zero and on an unknown task type", async () => {
    const { escrow } = await fixture();
    const zero = escrow.write.depositUpTo([taskType, 0n], asSource);
    await reverts(zero, escrow, "EscrowBuffer_ZeroAmount", []);
    const unknown = escrow.write.depositUpTo([unknownTaskType, 1n], asSource);
    await reverts(unknown, escrow, "EscrowBuffer_UnknownTaskType", [unknownTaskType]);
  });
});

describe("EscrowBuffer.setBufferMax", () => {
  it("sets the maximum, also below the level, where it only stops deposits", async () => {
    const { escrow } = await limited();
    await escrow.write.deposit([taskType, tokens(60)], asSource);
    const lower = escrow.write.setBufferMax([taskType, tokens(50)]);
    await emits(lower, escrow, "BufferMaxSet", [taskType, tokens(50)]);
    assert.equal(await escrow.read.bufferMax([taskType]), tokens(50));
    assert.equal(await escrow.read.bufferLevel([taskType]), tokens(60));
    const deposit = escrow.write.deposit([taskType, 1n], asSource);
    await reverts(deposit, escrow, "EscrowBuffer_Overflow", [taskType, tokens(60), tokens(50), 1n]);
  });

  it("reverts for others than the owner, and on an unknown task type", async () => {
    const { escrow } = await fixture();
    const foreign = escrow.write.setBufferMax([taskType, 1n], { account: stranger });
    await reverts(foreign, escrow, "OwnableUnauthorizedAccount", [stranger]);
    const unknown = escrow.write.setBufferMax([unknownTaskType, 1n]);
    await reverts(unknown, escrow, "EscrowBuffer_UnknownTaskType", [unknownTaskType]);
  });
});

describe("EscrowBuffer given a token that keeps a fee", () => {
  async function withFee(feeBps: bigint) {
    const { pool } = await fixture();
    const token = await viem.deployContract("FeeToken", [feeBps]);
    const escrow = await viem.deployContract("EscrowBuffer", [token.address, pool.address, owner]);
    await token.write.mint([source, tokens(1000)]);
    await token.write.approve([escrow.address, maxUint256], asSource);
    return { token, escrow };
  }

  it("credits what arrives", async () => {
    const { token, escrow } = await withFee(200n);
    const deposit = escrow.write.deposit([taskType, tokens(100)], asSource);
    await emits(deposit, escrow, "Deposited", [taskType, source, tokens(98)]);
    assert.equal(await escrow.read.bufferLevel([taskType]), tokens(98));
    assert.equal(await token.read.balanceOf([escrow.address]), tokens(98));
  });

  it("gives what arrived as what it accepted", async () => {
    const { escrow } = await withFee(200n);
    const { result } = await escrow.simulate.depositUpTo([taskType, tokens(100)], asSource);
    assert.equal(result, tokens(98));
  });

  it("says fullness when it clipped, though the fee left room", async () => {
    const { escrow } = await withFee(200n);
    await escrow.write.setBufferMax([taskType, tokens(50)]);
    const hash = await escrow.write.depositUpTo([taskType, tokens(100)], asSource);
    await emits(hash, escrow, "BufferFull", [taskType, tokens(49)]);
  });

  it("reverts when nothing arrives", async () => {
    const { escrow } = await withFee(10_000n);
    const deposit = escrow.write.deposit([taskType, tokens(100)], asSource);
    await reverts(deposit, escrow, "EscrowBuffer_ZeroAmount", []);
  });
});

describe("EscrowBuffer given a token that calls back", () => {
  it("does not let a transfer re-enter", async () => {
    const system = await fixture();
    const token = await viem.deployContract("ReenteringToken");
    const escrow = await viem.deployContract("EscrowBuffer", [token.address, system.pool.address, owner]);
    await token.write.mint([source, tokens(1000)]);
    await token.write.approve([escrow.address, maxUint256], asSource);
    await escrow.write.deposit([taskType, tokens(100)], asSource);
    await join(system, alice, tokens(100));
    const { abi, address } = escrow;
    await token.write.arm([address, encodeFunctionData({ abi, functionName: "drain", args: [taskType] })]);

    for (const act of [escrow.write.deposit, escrow.write.depositUpTo]) {
      const deposit = act([taskType, tokens(100)], asSource);
      await reverts(deposit, escrow, "ReentrancyGuardReentrantCall", []);
    }
    // a payment that re-enters fails, and a drain without a payment is none
    await reverts(escrow.write.drain([taskType]), escrow, "EscrowBuffer_NothingDrained", [taskType]);
    assert.equal(await escrow.read.bufferLevel([taskType]), tokens(100));
  });
});

describe("EscrowBuffer's constructor", () => {
  it("keeps its token and pool", async () => {
    const { escrow, token, pool } = await fixture();
    assert.equal(await escrow.read.token(), token.address);
    assert.equal(await escrow.read.pool(), pool.address);
  });
});
