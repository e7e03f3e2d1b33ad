import { assert, beforeEach, clearStore, describe, test } from "matchstick-as";
import { openPool } from "../../src/entities/Pool";
import {
  addSink,
  getTaskType,
  moveCapacity,
  rebalance,
  register,
  removeSink,
  setPool,
} from "../../src/entities/TaskType";
import { big, blockAt, bob, eventAt, pool, transcribe } from "./world";

const id = transcribe.toHexString();

describe("TaskType", () => {
  beforeEach(() => {
    clearStore();
  });

  test("is there unregistered at its first event, with its buffer", () => {
    getTaskType(transcribe);
    getTaskType(transcribe);
    assert.entityCount("TaskType", 1);
    assert.entityCount("Buffer", 1);
    assert.fieldEquals("TaskType", id, "isRegistered", "false");
    assert.fieldEquals("TaskType", id, "buffer", id);
  });

  test("has its creator once it is registered", () => {
    register(getTaskType(transcribe), bob, big(5), blockAt(3));
    assert.fieldEquals("TaskType", id, "isRegistered", "true");
    assert.fieldEquals("TaskType", id, "creator", bob.toHexString());
    assert.fieldEquals("TaskType", id, "minStake", "5");
    assert.fieldEquals("TaskType", id, "registeredAtBlock", "3");
  });

  test("its capacity is its sinks'", () => {
    addSink(getTaskType(transcribe), big(30), big(25));
    addSink(getTaskType(transcribe), big(10), big(10));
    moveCapacity(getTaskType(transcribe), big(-3), big(0));
    moveCapacity(getTaskType(transcribe), big(5), big(4));
    removeSink(getTaskType(transcribe), big(10), big(10));
    assert.fieldEquals("TaskType", id, "sinkCount", "1");
    assert.fieldEquals("TaskType", id, "totalCapacity", "32");
    assert.fieldEquals("TaskType", id, "effectiveCapacity", "29");
  });

  test("keeps its pool and its last rebalance", () => {
    const taskType = getTaskType(transcribe);
    setPool(taskType, openPool(pool, taskType, eventAt(1)));
    rebalance(taskType, big(77), blockAt(6));
    assert.fieldEquals("TaskType", id, "pool", pool.toHexString());
    assert.fieldEquals("TaskType", id, "lastTotalCapacity", "77");
    assert.fieldEquals("TaskType", id, "lastRebalancedAt", "60");
    assert.fieldEquals("TaskType", id, "rebalanceCount", "1");
  });
});
