import { assert, beforeEach, clearStore, describe, test } from "matchstick-as";
import { countOverflow, deposit, drain, setMax } from "../../src/entities/Buffer";
import { getBuffer } from "../../src/entities/TaskType";
import { big, blockAt, transcribe } from "./world";

const id = transcribe.toHexString();

describe("Buffer", () => {
  beforeEach(() => {
    clearStore();
  });

  test("is empty and unlimited with its task type", () => {
    const buffer = getBuffer(transcribe);
    assert.bytesEquals(transcribe, buffer.id);
    assert.fieldEquals("Buffer", id, "level", "0");
    assert.fieldEquals("Buffer", id, "max", "0");
    assert.fieldEquals("Buffer", id, "isFull", "false");
  });

  test("deposits join at the tail, drains leave at the head", () => {
    const buffer = getBuffer(transcribe);
    deposit(buffer, big(60), blockAt(1));
    deposit(buffer, big(40), blockAt(2));
    drain(buffer, big(70), blockAt(3));
    assert.fieldEquals("Buffer", id, "totalDeposited", "100");
    assert.fieldEquals("Buffer", id, "totalDrained", "70");
    assert.fieldEquals("Buffer", id, "level", "30");
    assert.fieldEquals("Buffer", id, "peakLevel", "100");
    assert.fieldEquals("Buffer", id, "depositCount", "2");
    assert.fieldEquals("Buffer", id, "drainCount", "1");
    assert.fieldEquals("Buffer", id, "changedAt", "30");
    assert.fieldEquals("Buffer", id, "lastDrainedAtBlock", "3");
  });

  test("is full at its maximum, and no longer when that is lifted", () => {
    const buffer = getBuffer(transcribe);
    deposit(buffer, big(60), blockAt(1));
    setMax(buffer, big(60), blockAt(2));
    assert.fieldEquals("Buffer", id, "isFull", "true");
    setMax(buffer, big(61), blockAt(3));
    assert.fieldEquals("Buffer", id, "isFull", "false");
    setMax(buffer, big(0), blockAt(4));
    assert.fieldEquals("Buffer", id, "isFull", "false");
  });

  test("counts what did not fit", () => {
    const buffer = getBuffer(transcribe);
    countOverflow(buffer);
    countOverflow(buffer);
    assert.fieldEquals("Buffer", id, "overflowCount", "2");
  });
});
