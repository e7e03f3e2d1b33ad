import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseEventLogs, zeroAddress } from "viem";
import {
  alice,
  bytes32,
  capacity,
  emits,
  fixture,
  networkHelpers,
  noEvidence,
  owner,
  publicClient,
  reason,
  reverts,
  slasher,
  stranger,
  tokens,
  treasury,
} from "./fixture.ts";

const asAlice = { account: alice };
const asSlasher = { account: slasher };

async function staked(amount = tokens(400)) {
  const system = await fixture();
  await system.stakeManager.write.stake([amount], asAlice);
  return system;
}

describe("StakeManager.stake", () => {
  it("credits the sink and says its whole stake", async () => {
    const { stakeManager, token } = await staked(tokens(400));
    const again = stakeManager.write.stake([tokens(100)], asAlice);
    await emits(again, stakeManager, "Staked", [alice, tokens(100), tokens(500)]);
    assert.equal(await stakeManager.read.getStake([alice]), tokens(500));
    assert.equal(await stakeManager.read.totalStaked(), tokens(500));
    assert.equal(await token.read.balanceOf([stakeManager.address]), tokens(500));
  });

  it("reverts when nothing arrives", async () => {
    const { stakeManager } = await fixture();
    const nothing = stakeManager.write.stake([0n], asAlice);
    await reverts(nothing, stakeManager, "StakeManager_ZeroAmount", []);
  });
});

describe("StakeManager.getCapacityCap", () => {
  it("is the root of the stake in the deployment's precision", async () => {
    const { stakeManager } = await staked(tokens(400));
    assert.equal(await stakeManager.read.getCapacityCap([alice]), capacity(20));
    assert.equal(await stakeManager.read.capacityCapOf([tokens(2500)]), capacity(50));
  });

  it("is zero one wei below the minimum stake", async () => {
    const { stakeManager } = await fixture();
    const minimum = await stakeManager.read.minSinkStake();
    assert.equal(minimum, tokens(100));
    assert.equal(await stakeManager.read.capacityCapOf([minimum]), capacity(10));
    assert.equal(await stakeManager.read.capacityCapOf([minimum - 1n]), 0n);
  });
});

describe("StakeManager.unstake", () => {
  it("gives stake back", async () => {
    const { stakeManager, token } = await staked(tokens(400));
    const before = await token.read.balanceOf([alice]);
    const unstake = stakeManager.write.unstake([tokens(150)], asAlice);
    await emits(unstake, stakeManager, "Unstaked", [alice, tokens(150)]);
    assert.equal(await stakeManager.read.getStake([alice]), tokens(250));
    assert.equal(await stakeManager.read.totalStaked(), tokens(250));
    assert.equal((await token.read.balanceOf([alice])) - before, tokens(150));
  });

  it("reverts on zero and on more than the stake", async () => {
    const { stakeManager } = await staked(tokens(400));
    const none = stakeManager.write.unstake([0n], asAlice);
    await reverts(none, stakeManager, "StakeManager_ZeroAmount", []);
    const more = tokens(400) + 1n;
    await reverts(
      stakeManager.write.unstake([more], asAlice),
      stakeManager,
      "StakeManager_InsufficientStake",
      [alice, tokens(400), more],
    );
  });
});

describe("StakeManager.requestUnstake", () => {
  const delay = 86_400n;

  async function delayed() {
    const system = await staked(tokens(400));
    await system.stakeManager.write.setParam([bytes32("UNBONDING_DELAY"), delay]);
    return system;
  }

  it("says from when the stake may be taken", async () => {
    const { stakeManager } = await delayed();
    const at = (await networkHelpers.time.latest()) + 10;
    await networkHelpers.time.setNextBlockTimestamp(at);
    const request = stakeManager.write.requestUnstake([tokens(100)], asAlice);
    const availableAt = BigInt(at) + delay;
    await emits(request, stakeManager, "UnstakeRequested", [alice, tokens(100), availableAt]);
  });

  it("reverts on zero and on more than the stake", async () => {
    const { stakeManager } = await delayed();
    const none = stakeManager.write.requestUnstake([0n], asAlice);
    await reverts(none, stakeManager, "StakeManager_ZeroAmount", []);
    await reverts(
      stakeManager.write.requestUnstake([tokens(401)], asAlice),
      stakeManager,
      "StakeManager_InsufficientStake",
      [alice, tokens(400), tokens(401)],
    );
  });

  it("holds the unstake back without a request", async () => {
    const { stakeManager } = await delayed();
    await reverts(
      stakeManager.write.unstake([1n], asAlice),
      stakeManager,
      "StakeManager_UnstakeNotAvailable",
      [alice, 0n, 0n],
    );
  });

  it("holds the unstake back until the second it named, and to the amount it named", async () => {
    const { stakeManager } = await delayed();
    await stakeManager.write.requestUnstake([tokens(100)], asAlice);
    const availableAt = BigInt(await networkHelpers.time.latest()) + delay;
    const notYet = "StakeManager_UnstakeNotAvailable";

    await networkHelpers.time.setNextBlockTimestamp(availableAt - 1n);
    const early = stakeManager.write.unstake([tokens(100)], asAlice);
    await reverts(early, stakeManager, notYet, [alice, tokens(100), availableAt]);
    await networkHelpers.time.setNextBlockTimestamp(availableAt);
    await stakeManager.write.unstake([tokens(60)], asAlice);
    const more = stakeManager.write.unstake([tokens(40) + 1n], asAlice);
    await reverts(more, stakeManager, notYet, [alice, tokens(40), availableAt]);

    await stakeManager.write.unstake([tokens(40)], asAlice);
    const spent = stakeManager.write.unstake([1n], asAlice);
    await reverts(spent, stakeManager, notYet, [alice, 0n, 0n]);
    assert.equal(await stakeManager.read.getStake([alice]), tokens(300));
  });
});

describe("StakeManager.unstake given a request that has become available", () => {
  const delay = 86_400n;

  /** Alice has asked for 100 tokens back; `expiresAt` is the last second in which she may take them. */
  async function requested() {
    const system = await staked(tokens(400));
    await system.stakeManager.write.setParam([bytes32("UNBONDING_DELAY"), delay]);
    await system.stakeManager.write.requestUnstake([tokens(100)], asAlice);
    const availableAt = BigInt(await networkHelpers.time.latest()) + delay;
    return { ...system, availableAt, expiresAt: availableAt + delay };
  }

  it("tells the amount and both ends of its use", async () => {
    const { stakeManager, availableAt, expiresAt } = await requested();
    assert.deepEqual(await stakeManager.read.unstakeRequestOf([alice]), [
      tokens(100),
      availableAt,
      expiresAt,
    ]);
    assert.deepEqual(await stakeManager.read.unstakeRequestOf([stranger]), [0n, 0n, 0n]);
  });

  it("passes for as long again as the delay, to the second", async () => {
    const { stakeManager, expiresAt } = await requested();
    await networkHelpers.time.setNextBlockTimestamp(expiresAt);
    await stakeManager.write.unstake([tokens(100)], asAlice);
    assert.deepEqual(await stakeManager.read.unstakeRequestOf([alice]), [0n, 0n, 0n]);
  });

  it("reverts a second later, until the sink asks and waits again", async () => {
    const { stakeManager, expiresAt } = await requested();
    await networkHelpers.time.setNextBlockTimestamp(expiresAt + 1n);
    const late = stakeManager.write.unstake([1n], asAlice);
    await reverts(late, stakeManager, "StakeManager_UnstakeExpired", [alice, expiresAt]);
    await stakeManager.write.requestUnstake([tokens(100)], asAlice);
    await networkHelpers.time.increase(delay);
    await stakeManager.write.unstake([tokens(100)], asAlice);
  });

  it("keeps the delay of the day it was made", async () => {
    const { stakeManager, availableAt } = await requested();
    await stakeManager.write.setParam([bytes32("UNBONDING_DELAY"), delay * 10n]);
    await networkHelpers.time.setNextBlockTimestamp(availableAt);
    await stakeManager.write.unstake([tokens(100)], asAlice);
  });

  it("does not keep a request made without a delay for a day with one", async () => {
    const { stakeManager } = await staked(tokens(400));
    await stakeManager.write.requestUnstake([tokens(100)], asAlice);
    const madeAt = BigInt(await networkHelpers.time.latest());
    await stakeManager.write.setParam([bytes32("UNBONDING_DELAY"), delay]);
    const unstake = stakeManager.write.unstake([1n], asAlice);
    await reverts(unstake, stakeManager, "StakeManager_UnstakeExpired", [alice, madeAt]);
  });
});

describe("StakeManager.slash", () => {
  it("takes stake for the treasury and says what Slashed does not in the next log", async () => {
    const { stakeManager, token } = await staked(tokens(400));
    const hash = await stakeManager.write.slash([alice, tokens(30), reason], asSlasher);
    const { logs } = await publicClient.getTransactionReceipt({ hash });
    const [first, second] = parseEventLogs({ abi: stakeManager.abi, logs });
    assert.equal(first?.eventName, "Slashed");
    assert.deepEqual(first?.args, { sink: alice, amount: tokens(30), reason });
    assert.equal(second?.eventName, "SlashExecuted");
    assert.deepEqual(second?.args, {
      sink: alice,
      slasher,
      requested: tokens(30),
      actual: tokens(30),
      stakeBefore: tokens(400),
      stakeAfter: tokens(370),
      evidenceHash: noEvidence,
    });
    assert.equal(second.logIndex, first.logIndex + 1);
    assert.equal(await token.read.balanceOf([treasury]), tokens(30));
    assert.equal(await stakeManager.read.getStake([alice]), tokens(370));
    assert.equal(await stakeManager.read.totalStaked(), tokens(370));
  });

  it("clips to the stake and keeps the reference to the evidence", async () => {
    const { stakeManager } = await staked(tokens(400));
    const evidence = bytes32("bundle 7");
    const all = await stakeManager.write.slash([alice, tokens(1000), reason, evidence], asSlasher);
    const [asked, had] = [tokens(1000), tokens(400)];
    await emits(all, stakeManager, "Slashed", [alice, had, reason]);
    await emits(all, stakeManager, "SlashExecuted", [alice, slasher, asked, had, had, 0n, evidence]);
    assert.equal(await stakeManager.read.getStake([alice]), 0n);
  });

  it("reverts for others than slashers, for zero, and when nothing is left", async () => {
    const { stakeManager } = await staked(tokens(400));
    await reverts(stakeManager.write.slash([alice, 1n, reason]), stakeManager, "StakeManager_NotSlasher", [
      owner,
    ]);
    const none = stakeManager.write.slash([alice, 0n, reason], asSlasher);
    await reverts(none, stakeManager, "StakeManager_ZeroAmount", []);
    await reverts(
      stakeManager.write.slash([stranger, 1n, reason], asSlasher),
      stakeManager,
      "StakeManager_NothingToSlash",
      [stranger],
    );
  });
});

describe("StakeManager.setSlasher", () => {
  it("authorizes and withdraws", async () => {
    const { stakeManager } = await staked();
    const grant = stakeManager.write.setSlasher([stranger, true]);
    await emits(grant, stakeManager, "SlasherSet", [stranger, true]);
    assert.equal(await stakeManager.read.isSlasher([stranger]), true);
    const withdraw = stakeManager.write.setSlasher([stranger, false]);
    await emits(withdraw, stakeManager, "SlasherSet", [stranger, false]);
    assert.equal(await stakeManager.read.isSlasher([stranger]), false);
  });

  it("reverts for others than the owner, for zero, and for the treasury", async () => {
    const { stakeManager } = await fixture();
    await reverts(
      stakeManager.write.setSlasher([stranger, true], { account: stranger }),
      stakeManager,
      "OwnableUnauthorizedAccount",
      [stranger],
    );
    const nobody = stakeManager.write.setSlasher([zeroAddress, true]);
    await reverts(nobody, stakeManager, "StakeManager_ZeroAddress", []);
    await reverts(
      stakeManager.write.setSlasher([treasury, true]),
      stakeManager,
      "StakeManager_SlasherIsTreasury",
      [treasury],
    );
  });

  it("keeps a slasher from becoming the treasury", async () => {
    const { stakeManager } = await fixture();
    await reverts(
      stakeManager.write.setParam([bytes32("TREASURY"), BigInt(slasher)]),
      stakeManager,
      "StakeManager_SlasherIsTreasury",
      [slasher],
    );
  });
});
