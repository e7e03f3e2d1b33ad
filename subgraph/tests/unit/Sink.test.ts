import { assert, beforeEach, clearStore, describe, test } from "matchstick-as";
import { getProtocol, keepParameter } from "../../src/entities/Protocol";
import {
  addDrain,
  addSlash,
  addStake,
  addUnstake,
  changeTaskTypes,
  getSink,
  refreshCaps,
  requestUnstake,
} from "../../src/entities/Sink";
import { getSinkCapacity } from "../../src/entities/SinkCapacity";
import { getTaskType } from "../../src/entities/TaskType";
import { sinkCapacityId } from "../../src/ids";
import { alice, big, blockAt, setParameters, transcribe } from "./world";

const id = alice.toHexString();

describe("Sink", () => {
  beforeEach(() => {
    clearStore();
    setParameters();
  });

  test("is seen first at its first event", () => {
    getSink(alice, blockAt(2));
    getSink(alice, blockAt(5));
    assert.entityCount("Sink", 1);
    assert.fieldEquals("Sink", id, "firstSeenAtBlock", "2");
    assert.fieldEquals("Sink", id, "stake", "0");
  });

  test("its stake follows stakes, unstakes and slashes", () => {
    const sink = getSink(alice, blockAt(1));
    addStake(sink, big(100), big(100), blockAt(2));
    addUnstake(sink, big(30), blockAt(3));
    addSlash(sink, big(6), blockAt(4));
    assert.fieldEquals("Sink", id, "stake", "64");
    assert.fieldEquals("Sink", id, "totalStaked", "100");
    assert.fieldEquals("Sink", id, "totalUnstaked", "30");
    assert.fieldEquals("Sink", id, "totalSlashed", "6");
    assert.fieldEquals("Sink", id, "stakeChangedAt", "40");
    assert.fieldEquals("Sink", id, "slashCount", "1");
  });

  test("its cap is the root of its stake, and 0 below the minimum", () => {
    const sink = getSink(alice, blockAt(1));
    addStake(sink, big(3), big(3), blockAt(2));
    assert.fieldEquals("Sink", id, "cap", "0");
    addStake(sink, big(2), big(5), blockAt(2));
    assert.fieldEquals("Sink", id, "cap", "22");
  });

  test("its capacities follow its cap, when the stake moves and when a parameter does", () => {
    const sink = getSink(alice, blockAt(1));
    getSinkCapacity(getTaskType(transcribe), sink);
    addStake(sink, big(100), big(100), blockAt(2));
    const capacity = sinkCapacityId(transcribe, alice).toHexString();
    assert.fieldEquals("SinkCapacity", capacity, "cap", "100");
    keepParameter(getProtocol(), "STAKE_UNIT", big(4));
    refreshCaps(getProtocol());
    assert.fieldEquals("Sink", id, "cap", "50");
    assert.fieldEquals("SinkCapacity", capacity, "cap", "50");
  });

  test("its last request for an unstake is the one that counts", () => {
    const sink = getSink(alice, blockAt(1));
    requestUnstake(sink, big(5), big(100));
    requestUnstake(sink, big(7), big(200));
    assert.fieldEquals("Sink", id, "unstakeRequested", "7");
    assert.fieldEquals("Sink", id, "unstakeAvailableAt", "200");
  });

  test("counts what it does", () => {
    const sink = getSink(alice, blockAt(1));
    addDrain(sink, big(8));
    addDrain(sink, big(9));
    changeTaskTypes(sink, 1);
    changeTaskTypes(sink, 1);
    changeTaskTypes(sink, -1);
    assert.fieldEquals("Sink", id, "drainCount", "2");
    assert.fieldEquals("Sink", id, "totalDrained", "17");
    assert.fieldEquals("Sink", id, "taskTypeCount", "1");
  });
});
