import { assert, beforeEach, clearStore, describe, test } from "matchstick-as";
import { Pool, PoolMember } from "../../generated/schema";
import { accrue, distribute, moveUnits, openPool, setFlow, shareScale } from "../../src/entities/Pool";
import { getPoolMember, settle } from "../../src/entities/PoolMember";
import { getSink } from "../../src/entities/Sink";
import { getSinkCapacity } from "../../src/entities/SinkCapacity";
import { getTaskType } from "../../src/entities/TaskType";
import { alice, big, blockAt, bob, eventAt, pool, token, transcribe, translate } from "./world";

const id = pool.toHexString();

function opened(): Pool {
  return openPool(pool, getTaskType(transcribe), eventAt(1));
}

function memberOf(shared: Pool): PoolMember {
  return getPoolMember(shared, getSinkCapacity(getTaskType(transcribe), getSink(alice, blockAt(1))));
}

describe("Pool", () => {
  beforeEach(() => {
    clearStore();
  });

  test("stays the pool of its first task type", () => {
    opened();
    const again = openPool(pool, getTaskType(translate), eventAt(2));
    assert.bytesEquals(transcribe, again.taskType);
    assert.fieldEquals("Pool", id, "createdAtBlock", "1");
  });

  test("a stream moves the index by the floored rate per unit", () => {
    const shared = opened();
    moveUnits(shared, big(0), big(30));
    setFlow(shared, token, big(100));
    assert.fieldEquals("Pool", id, "perUnitFlowRate", "3");
    assert.fieldEquals("Pool", id, "flowRate", "90");
    accrue(shared, blockAt(3));
    assert.bigIntEquals(big(60), shared.perUnitIndex);
    assert.bigIntEquals(big(20).times(shareScale()).div(big(30)), shared.shareIndex);
  });

  test("a change of units floors the rate again", () => {
    const shared = opened();
    moveUnits(shared, big(0), big(30));
    setFlow(shared, token, big(90));
    moveUnits(shared, big(30), big(40));
    assert.fieldEquals("Pool", id, "totalUnits", "40");
    assert.fieldEquals("Pool", id, "perUnitFlowRate", "2");
    assert.fieldEquals("Pool", id, "flowRate", "80");
    assert.fieldEquals("Pool", id, "memberCount", "1");
    moveUnits(shared, big(40), big(0));
    assert.fieldEquals("Pool", id, "flowRate", "0");
    assert.fieldEquals("Pool", id, "memberCount", "0");
  });

  test("a distribution moves the index at once, and by nothing without units", () => {
    const shared = opened();
    distribute(shared, token, big(50));
    assert.fieldEquals("Pool", id, "perUnitIndex", "0");
    moveUnits(shared, big(0), big(30));
    distribute(shared, token, big(100));
    assert.fieldEquals("Pool", id, "perUnitIndex", "3");
    assert.fieldEquals("Pool", id, "totalDistributed", "150");
    assert.fieldEquals("Pool", id, "instantDistributionCount", "2");
  });
});

describe("PoolMember", () => {
  beforeEach(() => {
    clearStore();
  });

  test("is settled for its old units, and goes on with the new ones", () => {
    const shared = opened();
    const member = memberOf(shared);
    settle(member, shared, big(4));
    shared.perUnitIndex = big(10);
    assert.bigIntEquals(big(40), settle(member, shared, big(1)));
    shared.perUnitIndex = big(13);
    assert.bigIntEquals(big(3), settle(member, shared, big(0)));
    assert.fieldEquals("PoolMember", member.id.toHexString(), "settled", "43");
    assert.fieldEquals("PoolMember", member.id.toHexString(), "units", "0");
    assert.fieldEquals("PoolMember", member.id.toHexString(), "unitsChangeCount", "3");
  });

  test("gets nothing of what went before it", () => {
    const shared = opened();
    shared.perUnitIndex = big(100);
    const member = memberOf(shared);
    assert.bigIntEquals(big(0), settle(member, shared, big(7)));
    assert.assertTrue(member.sink.equals(alice));
    assert.assertTrue(member.sink.notEqual(bob));
  });
});
