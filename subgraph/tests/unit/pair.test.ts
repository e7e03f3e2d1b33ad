import { assert, beforeEach, clearStore, describe, test } from "matchstick-as";
import { getPair } from "../../src/entities/pair";
import { getBuffer } from "../../src/entities/TaskType";
import { sinkCapacityId } from "../../src/ids";
import { alice, blockAt, transcribe } from "./world";

describe("A pair", () => {
  beforeEach(() => {
    clearStore();
  });

  test("is made with its task type and its sink, once", () => {
    getPair(transcribe, alice, blockAt(1));
    const pair = getPair(transcribe, alice, blockAt(2));
    assert.bytesEquals(sinkCapacityId(transcribe, alice), pair.id);
    assert.entityCount("SinkCapacity", 1);
    assert.fieldEquals("Sink", alice.toHexString(), "firstSeenAtBlock", "1");
    assert.fieldEquals("TaskType", transcribe.toHexString(), "isRegistered", "false");
  });

  test("has a task type with one buffer", () => {
    getBuffer(transcribe);
    assert.bytesEquals(transcribe, getBuffer(transcribe).id);
    assert.entityCount("TaskType", 1);
    assert.entityCount("Buffer", 1);
  });
});
