import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { encodeAbiParameters, keccak256, maxUint128, zeroHash } from "viem";
import {
  alice,
  beforeBlock,
  bob,
  bytes32,
  capacity,
  commit,
  emits,
  fixture,
  join,
  nonce,
  publicClient,
  reason,
  reverts,
  signal,
  slasher,
  stranger,
  taskType,
  tokens,
} from "./fixture.ts";

const asAlice = { account: alice };

/** Alice with 400 staked: cap 20, average 6. */
async function registered() {
  const system = await fixture();
  await join(system, alice, tokens(400));
  return system;
}

describe("CapacityRegistry.hashCommitment", () => {
  it("binds task type, sink, capacity and nonce", async () => {
    const { registry } = await fixture();
    const types = [
      { type: "bytes32" },
      { type: "address" },
      { type: "uint256" },
      { type: "bytes32" },
    ] as const;
    const expected = keccak256(encodeAbiParameters(types, [taskType, alice, 5n, nonce]));
    assert.equal(await registry.read.hashCommitment([taskType, alice, 5n, nonce]), expected);
  });
});

describe("CapacityRegistry.commitCapacity", () => {
  it("keeps the hash and its block", async () => {
    const { registry } = await registered();
    const hash = await registry.write.commitCapacity([taskType, bytes32("hash")], asAlice);
    await emits(hash, registry, "CapacityCommitted", [taskType, alice, bytes32("hash")]);
    const { blockNumber } = await publicClient.getTransactionReceipt({ hash });
    assert.deepEqual(await registry.read.commitmentOf([taskType, alice]), [bytes32("hash"), blockNumber]);
  });

  it("reverts for who is no sink, and on a zero hash", async () => {
    const { registry } = await registered();
    const foreign = registry.write.commitCapacity([taskType, bytes32("hash")], { account: stranger });
    await reverts(foreign, registry, "CapacityRegistry_NotRegistered", [taskType, stranger]);
    const zero = registry.write.commitCapacity([taskType, zeroHash], asAlice);
    await reverts(zero, registry, "CapacityRegistry_ZeroCommitHash", []);
  });

  it("does not replace a commitment before it has expired: +20 reverts, +21 passes", async () => {
    const system = await registered();
    const { registry } = system;
    const committed = await commit(system, alice, capacity(10));
    await beforeBlock(committed + 20n);
    const early = registry.write.commitCapacity([taskType, bytes32("other")], asAlice);
    await reverts(early, registry, "CapacityRegistry_CommitPending", [taskType, alice, committed + 20n]);
    await beforeBlock(committed + 21n);
    await registry.write.commitCapacity([taskType, bytes32("other")], asAlice);
    assert.deepEqual(await registry.read.commitmentOf([taskType, alice]), [
      bytes32("other"),
      committed + 21n,
    ]);
  });

  it("takes the next commitment right after the reveal", async () => {
    const system = await registered();
    await signal(system, alice, capacity(10));
    await commit(system, alice, capacity(10));
  });
});

describe("CapacityRegistry.revealCapacity", () => {
  it("moves the average by α and clears the commitment", async () => {
    const system = await registered();
    const { registry } = system;
    await commit(system, alice, capacity(10));
    const reveal = registry.write.revealCapacity([taskType, capacity(10), nonce], asAlice);
    // 0.3 · 10 + 0.7 · 6
    const smoothed = 72n * 10n ** 8n;
    await emits(reveal, registry, "CapacityRevealed", [taskType, alice, capacity(10), smoothed]);
    assert.equal(await registry.read.getSmoothedCapacity([taskType, alice]), smoothed);
    assert.equal(await registry.read.totalCapacity([taskType]), smoothed);
    assert.deepEqual(await registry.read.commitmentOf([taskType, alice]), [zeroHash, 0n]);
  });

  it("says the over-claim, and averages the cap", async () => {
    const system = await registered();
    const { registry } = system;
    await commit(system, alice, capacity(1000));
    const reveal = registry.write.revealCapacity([taskType, capacity(1000), nonce], asAlice);
    // 0.3 · 20 + 0.7 · 6
    await emits(reveal, registry, "CapacityRevealed", [taskType, alice, capacity(1000), 102n * 10n ** 8n]);
  });

  it("reaches a constant target", async () => {
    const system = await registered();
    for (let round = 0; round < 80; round++) await signal(system, alice, capacity(10));
    const smoothed = await system.registry.read.storedCapacity([taskType, alice]);
    assert.ok(capacity(10) - smoothed <= 3n, `${smoothed} is more than 3 units short of ${capacity(10)}`);
  });

  it("moves the stored average after a slash, and reads no more than the cap", async () => {
    const system = await registered();
    const { registry, stakeManager } = system;
    await stakeManager.write.slash([alice, tokens(300), reason], { account: slasher });
    for (let round = 0; round < 3; round++) await signal(system, alice, capacity(10));
    await stakeManager.write.slash([alice, tokens(1), reason], { account: slasher });
    const stored = await registry.read.storedCapacity([taskType, alice]);
    // 6 → 7.2 → 8.04 → 8.628, and 99 tokens back nothing
    assert.equal(stored, 8_628_000_000n);
    assert.equal(await registry.read.getSmoothedCapacity([taskType, alice]), 0n);
  });
});

describe("CapacityRegistry.revealCapacity, in time", () => {
  const reveal = [taskType, capacity(10), nonce] as const;

  it("reverts in the block of the commitment", async () => {
    const system = await registered();
    const { registry } = system;
    const committed = await commit(system, alice, capacity(10));
    const sameBlock = registry.simulate.revealCapacity(reveal, { account: alice, blockNumber: committed });
    await reverts(sameBlock, registry, "CapacityRegistry_RevealTooEarly", [taskType, alice, committed]);
  });

  it("passes in the next block", async () => {
    const system = await registered();
    const committed = await commit(system, alice, capacity(10));
    const hash = await system.registry.write.revealCapacity(reveal, asAlice);
    assert.equal((await publicClient.getTransactionReceipt({ hash })).blockNumber, committed + 1n);
  });

  it("passes in the twentieth block", async () => {
    const system = await registered();
    const committed = await commit(system, alice, capacity(10));
    await beforeBlock(committed + 20n);
    const hash = await system.registry.write.revealCapacity(reveal, asAlice);
    assert.equal((await publicClient.getTransactionReceipt({ hash })).blockNumber, committed + 20n);
  });

  it("reverts in the twenty-first", async () => {
    const system = await registered();
    const committed = await commit(system, alice, capacity(10));
    await beforeBlock(committed + 21n);
    const late = system.registry.write.revealCapacity(reveal, asAlice);
    const error = [taskType, alice, committed + 20n] as [typeof taskType, typeof alice, bigint];
    await reverts(late, system.registry, "CapacityRegistry_CommitExpired", error);
  });
});

describe("CapacityRegistry.revealCapacity, refused", () => {
  it("reverts for who is no sink, and without a commitment", async () => {
    const { registry } = await registered();
    const foreign = registry.write.revealCapacity([taskType, 1n, nonce], { account: bob });
    await reverts(foreign, registry, "CapacityRegistry_NotRegistered", [taskType, bob]);
    const none = registry.write.revealCapacity([taskType, 1n, nonce], asAlice);
    await reverts(none, registry, "CapacityRegistry_NoCommit", [taskType, alice]);
  });

  it("reverts on another capacity, another nonce, and a copied hash", async () => {
    const system = await registered();
    const { registry } = system;
    await join(system, bob, tokens(400));
    const hash = (sink: typeof alice, value: bigint, salt = nonce) =>
      registry.read.hashCommitment([taskType, sink, value, salt]);
    const committed = await hash(alice, capacity(10));
    await registry.write.commitCapacity([taskType, committed], asAlice);
    await registry.write.commitCapacity([taskType, committed], { account: bob });
    const mismatch = "CapacityRegistry_HashMismatch";

    const capacityOff = registry.write.revealCapacity([taskType, capacity(11), nonce], asAlice);
    await reverts(capacityOff, registry, mismatch, [committed, await hash(alice, capacity(11))]);
    const nonceOff = registry.write.revealCapacity([taskType, capacity(10), bytes32("no")], asAlice);
    await reverts(nonceOff, registry, mismatch, [committed, await hash(alice, capacity(10), bytes32("no"))]);
    const copied = registry.write.revealCapacity([taskType, capacity(10), nonce], { account: bob });
    await reverts(copied, registry, mismatch, [committed, await hash(bob, capacity(10))]);
  });

  it("reverts on a capacity beyond 128 bits", async () => {
    const system = await registered();
    const huge = maxUint128 + 1n;
    await commit(system, alice, huge);
    const reveal = system.registry.write.revealCapacity([taskType, huge, nonce], asAlice);
    await reverts(reveal, system.registry, "CapacityRegistry_CapacityTooLarge", [huge]);
  });
});
