import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { encodeFunctionData, maxUint256, zeroAddress } from "viem";
import {
  alice,
  bytes32,
  capacity,
  emits,
  fixture,
  join,
  owner,
  reverts,
  taskType,
  tokens,
  treasury,
  viem,
  withoutSmoothing,
} from "./fixture.ts";

const asAlice = { account: alice };
const precision = 10n ** 9n;

describe("StakeManager.unstake given a registered sink", () => {
  async function registered() {
    const system = await fixture();
    await withoutSmoothing(system);
    await join(system, alice, tokens(400));
    return system;
  }

  it("reverts when the stake would fall under the task type's minimum", async () => {
    const { stakeManager } = await registered();
    await reverts(
      stakeManager.write.unstake([tokens(300) + 1n], asAlice),
      stakeManager,
      "StakeManager_StakeRequired",
      [alice, tokens(100) - 1n, tokens(100)],
    );
  });

  it("reverts when the cap would fall under the promised capacity, by one unit", async () => {
    const { stakeManager } = await registered();
    await reverts(stakeManager.write.unstake([1n], asAlice), stakeManager, "StakeManager_CapacityPromised", [
      alice,
      capacity(20) - 1n,
      capacity(20),
    ]);
  });

  it("gives what is above both, to the wei", async () => {
    const { stakeManager } = await registered();
    await stakeManager.write.stake([tokens(50)], asAlice);
    await stakeManager.write.unstake([tokens(50)], asAlice);
    assert.equal(await stakeManager.read.getStake([alice]), tokens(400));
  });

  it("gives everything once the sink has deregistered", async () => {
    const { stakeManager, registry } = await registered();
    await registry.write.deregisterSink([taskType], asAlice);
    await stakeManager.write.unstake([tokens(400)], asAlice);
    assert.equal(await stakeManager.read.getStake([alice]), 0n);
  });

  it("asks nobody while no registry is set", async () => {
    const { stakeManager } = await registered();
    await stakeManager.write.setParam([bytes32("REGISTRY"), 0n]);
    await stakeManager.write.unstake([tokens(400)], asAlice);
    assert.equal(await stakeManager.read.getStake([alice]), 0n);
  });
});

describe("StakeManager given a token that keeps a fee", () => {
  async function withFee(feeBps: bigint) {
    await fixture();
    const token = await viem.deployContract("FeeToken", [feeBps]);
    const stakeManager = await viem.deployContract("StakeManager", [
      token.address,
      treasury,
      precision,
      owner,
    ]);
    await token.write.mint([alice, tokens(1000)]);
    await token.write.approve([stakeManager.address, maxUint256], asAlice);
    return { token, stakeManager };
  }

  it("credits what arrives", async () => {
    const { token, stakeManager } = await withFee(100n);
    const stake = stakeManager.write.stake([tokens(1000)], asAlice);
    await emits(stake, stakeManager, "Staked", [alice, tokens(990), tokens(990)]);
    assert.equal(await stakeManager.read.getStake([alice]), tokens(990));
    assert.equal(await stakeManager.read.totalStaked(), tokens(990));
    assert.equal(await token.read.balanceOf([stakeManager.address]), tokens(990));
  });

  it("reverts when nothing arrives", async () => {
    const { stakeManager } = await withFee(10_000n);
    const stake = stakeManager.write.stake([tokens(1000)], asAlice);
    await reverts(stake, stakeManager, "StakeManager_ZeroAmount", []);
  });
});

describe("StakeManager given a token that calls back", () => {
  it("does not let a transfer re-enter", async () => {
    await fixture();
    const token = await viem.deployContract("ReenteringToken");
    const stakeManager = await viem.deployContract("StakeManager", [
      token.address,
      treasury,
      precision,
      owner,
    ]);
    await token.write.mint([alice, tokens(1000)]);
    await token.write.approve([stakeManager.address, maxUint256], asAlice);
    await stakeManager.write.stake([tokens(500)], asAlice);
    const { abi, address } = stakeManager;
    await token.write.arm([address, encodeFunctionData({ abi, functionName: "stake", args: [1n] })]);

    const stake = stakeManager.write.stake([tokens(100)], asAlice);
    await reverts(stake, stakeManager, "ReentrancyGuardReentrantCall", []);
    const unstake = stakeManager.write.unstake([tokens(100)], asAlice);
    await reverts(unstake, stakeManager, "ReentrancyGuardReentrantCall", []);
    await stakeManager.write.setSlasher([owner, true]);
    const slash = stakeManager.write.slash([alice, 1n, bytes32("x")]);
    await reverts(slash, stakeManager, "ReentrancyGuardReentrantCall", []);
  });
});

describe("StakeManager's constructor", () => {
  it("gives the blueprint's figure at precision 1", async () => {
    const { token } = await fixture();
    const stakeManager = await viem.deployContract("StakeManager", [token.address, treasury, 1n, owner]);
    assert.equal(await stakeManager.read.capacityCapOf([tokens(100)]), 10n);
    assert.equal(await stakeManager.read.token(), (await fixture()).token.address);
  });

  it("reverts without a token, a treasury, an owner or a precision", async () => {
    const { stakeManager, token } = await fixture();
    const make = (...args: [`0x${string}`, `0x${string}`, bigint, `0x${string}`]) =>
      viem.deployContract("StakeManager", args);
    const outside = "Governed_ParamOutOfBounds";
    const addresses = 2n ** 160n - 1n;

    await reverts(make(zeroAddress, treasury, 1n, owner), stakeManager, "StakeManager_ZeroAddress", []);
    const noTreasury = make(token.address, zeroAddress, 1n, owner);
    await reverts(noTreasury, stakeManager, outside, [bytes32("TREASURY"), 0n, 1n, addresses]);
    const noOwner = make(token.address, treasury, 1n, zeroAddress);
    await reverts(noOwner, stakeManager, "OwnableInvalidOwner", [zeroAddress]);
    for (const value of [0n, 10n ** 18n + 1n]) {
      const wrong = make(token.address, treasury, value, owner);
      await reverts(wrong, stakeManager, outside, [bytes32("CAPACITY_PRECISION"), value, 1n, 10n ** 18n]);
    }
  });
});
