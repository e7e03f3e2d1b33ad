import { Bytes } from "@graphprotocol/graph-ts";
import { assert, beforeEach, clearStore, describe, test } from "matchstick-as";
import { Commit, Reveal } from "../../generated/schema";
import { openCommitment, pendingCommitment, settle } from "../../src/entities/Commitment";
import { getSink } from "../../src/entities/Sink";
import { commit, getSinkCapacity } from "../../src/entities/SinkCapacity";
import { getTaskType } from "../../src/entities/TaskType";
import { stamp } from "../../src/fact";
import { alice, big, blockAt, eventAt, setParameters, transcribe } from "./world";

const hash = Bytes.fromHexString("0xc0de");

function commitAt(number: i32): Commit {
  const capacity = getSinkCapacity(getTaskType(transcribe), getSink(alice, blockAt(number)));
  const fact = new Commit(Bytes.fromI32(number));
  stamp(fact, eventAt(number));
  fact.taskType = capacity.taskType;
  fact.sink = capacity.sink;
  fact.sinkCapacity = capacity.id;
  fact.commitHash = hash;
  return fact;
}

describe("Commitment", () => {
  beforeEach(() => {
    clearStore();
    setParameters();
  });

  test("is pending until the timeout of its moment", () => {
    const commitment = openCommitment(commitAt(5));
    const id = commitment.id.toHexString();
    assert.fieldEquals("Commitment", id, "status", "PENDING");
    assert.fieldEquals("Commitment", id, "commitHash", "0xc0de");
    assert.fieldEquals("Commitment", id, "committedAt", "50");
    assert.fieldEquals("Commitment", id, "committedAtBlock", "5");
    assert.fieldEquals("Commitment", id, "expiresAfterBlock", "25");
  });

  test("is what its sink can reveal, until the next one", () => {
    const capacity = getSinkCapacity(getTaskType(transcribe), getSink(alice, blockAt(1)));
    assert.assertNull(pendingCommitment(capacity));
    commit(capacity, openCommitment(commitAt(5)));
    commit(capacity, openCommitment(commitAt(30)));
    const pending = pendingCommitment(capacity);
    assert.bytesEquals(Bytes.fromI32(30), pending === null ? hash : pending.id);
    assert.fieldEquals("SinkCapacity", capacity.id.toHexString(), "commitCount", "2");
  });

  test("keeps its reveal, and how long that took", () => {
    const commitment = openCommitment(commitAt(5));
    const reveal = new Reveal(Bytes.fromI32(9));
    stamp(reveal, eventAt(9));
    reveal.latencyBlocks = big(4);
    settle(commitment, reveal);
    const id = commitment.id.toHexString();
    assert.fieldEquals("Commitment", id, "status", "REVEALED");
    assert.fieldEquals("Commitment", id, "reveal", Bytes.fromI32(9).toHexString());
    assert.fieldEquals("Commitment", id, "revealedAtBlock", "9");
    assert.fieldEquals("Commitment", id, "latencyBlocks", "4");
  });
});
