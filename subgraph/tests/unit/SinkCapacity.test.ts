import { Bytes } from "@graphprotocol/graph-ts";
import { assert, beforeEach, clearStore, describe, test } from "matchstick-as";
import { Reveal, SinkCapacity, SinkRegistration } from "../../generated/schema";
import { addStake, getSink } from "../../src/entities/Sink";
import {
  addDrain,
  clamp,
  deregister,
  getSinkCapacity,
  register,
  reveal,
  setCap,
} from "../../src/entities/SinkCapacity";
import { getTaskType } from "../../src/entities/TaskType";
import { stamp } from "../../src/fact";
import { sinkCapacityId } from "../../src/ids";
import { alice, big, blockAt, eventAt, setParameters, transcribe } from "./world";

const id = sinkCapacityId(transcribe, alice).toHexString();
const task = transcribe.toHexString();

/** Alice with a cap of 100, registered with a stored capacity. */
function registered(stored: i32): SinkCapacity {
  const sink = getSink(alice, blockAt(1));
  addStake(sink, big(100), big(100), blockAt(1));
  const capacity = getSinkCapacity(getTaskType(transcribe), sink);
  const fact = new SinkRegistration(Bytes.fromI32(1));
  stamp(fact, eventAt(2));
  fact.initialCapacity = big(90);
  fact.smoothed = big(stored);
  register(capacity, getTaskType(transcribe), fact);
  return capacity;
}

function revealOf(raw: i32, smoothed: i32): Reveal {
  const fact = new Reveal(Bytes.fromI32(7));
  stamp(fact, eventAt(7));
  fact.raw = big(raw);
  fact.capped = big(raw > 100 ? 100 : raw);
  fact.isOverclaim = raw > 100;
  fact.smoothed = big(smoothed);
  return fact;
}

describe("SinkCapacity", () => {
  beforeEach(() => {
    clearStore();
    setParameters();
  });

  test("adds to its task type while it is registered", () => {
    const capacity = registered(27);
    assert.fieldEquals("SinkCapacity", id, "isRegistered", "true");
    assert.fieldEquals("SinkCapacity", id, "registeredAtBlock", "2");
    assert.fieldEquals("TaskType", task, "totalCapacity", "27");
    assert.fieldEquals("TaskType", task, "sinkCount", "1");
    deregister(capacity, getTaskType(transcribe), blockAt(9));
    assert.fieldEquals("SinkCapacity", id, "stored", "0");
    assert.fieldEquals("SinkCapacity", id, "deregisteredAtBlock", "9");
    assert.fieldEquals("TaskType", task, "totalCapacity", "0");
    assert.fieldEquals("TaskType", task, "sinkCount", "0");
  });

  test("counts once, however often it registers or leaves", () => {
    registered(27);
    const capacity = registered(50);
    assert.fieldEquals("TaskType", task, "sinkCount", "1");
    assert.fieldEquals("TaskType", task, "totalCapacity", "50");
    deregister(capacity, getTaskType(transcribe), blockAt(9));
    deregister(capacity, getTaskType(transcribe), blockAt(9));
    assert.fieldEquals("TaskType", task, "sinkCount", "0");
    assert.fieldEquals("TaskType", task, "totalCapacity", "0");
  });

  test("a reveal moves it and its task type", () => {
    reveal(registered(27), getTaskType(transcribe), revealOf(80, 43));
    assert.fieldEquals("SinkCapacity", id, "raw", "80");
    assert.fieldEquals("SinkCapacity", id, "stored", "43");
    assert.fieldEquals("SinkCapacity", id, "revealCount", "1");
    assert.fieldEquals("SinkCapacity", id, "overclaimCount", "0");
    assert.fieldEquals("TaskType", task, "totalCapacity", "43");
    assert.fieldEquals("TaskType", task, "effectiveCapacity", "43");
  });

  test("a reveal above the cap is an overclaim", () => {
    reveal(registered(27), getTaskType(transcribe), revealOf(101, 49));
    assert.fieldEquals("SinkCapacity", id, "capped", "100");
    assert.fieldEquals("SinkCapacity", id, "overclaimCount", "1");
  });

  test("a reveal of an unregistered sink leaves the task type's capacity alone", () => {
    const capacity = getSinkCapacity(getTaskType(transcribe), getSink(alice, blockAt(1)));
    reveal(capacity, getTaskType(transcribe), revealOf(80, 24));
    assert.fieldEquals("SinkCapacity", id, "stored", "24");
    assert.fieldEquals("TaskType", task, "totalCapacity", "0");
  });

  test("a lower cap holds down what is effective, not what is stored", () => {
    const capacity = registered(60);
    setCap(capacity, big(40));
    assert.fieldEquals("SinkCapacity", id, "stored", "60");
    assert.fieldEquals("SinkCapacity", id, "smoothed", "40");
    assert.fieldEquals("TaskType", task, "totalCapacity", "60");
    assert.fieldEquals("TaskType", task, "effectiveCapacity", "40");
    clamp(capacity, getTaskType(transcribe), big(40));
    assert.fieldEquals("SinkCapacity", id, "stored", "40");
    assert.fieldEquals("TaskType", task, "totalCapacity", "40");
  });

  test("sums up what the buffer paid", () => {
    const capacity = registered(60);
    addDrain(capacity, big(5));
    addDrain(capacity, big(6));
    assert.fieldEquals("SinkCapacity", id, "totalDrained", "11");
    assert.fieldEquals("SinkCapacity", id, "drainCount", "2");
  });
});
