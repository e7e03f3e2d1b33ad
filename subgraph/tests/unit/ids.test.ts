import { Bytes } from "@graphprotocol/graph-ts";
import { assert, describe, newMockEvent, test } from "matchstick-as";
import {
  collectionId,
  factId,
  parameterId,
  poolMemberId,
  precedingFactId,
  protocolId,
  sinkCapacityId,
  stageId,
} from "../../src/ids";
import { alice, big, pool, transcribe, translate } from "./world";

describe("ids", () => {
  test("the protocol and the collections are named in ASCII", () => {
    assert.bytesEquals(Bytes.fromHexString("0x6d616e6f6d65746572"), protocolId());
    assert.bytesEquals(Bytes.fromHexString("0x52657665616c"), collectionId("Reveal"));
  });

  test("a fact is its transaction and its log, little-endian", () => {
    const event = newMockEvent();
    event.transaction.hash = Bytes.fromHexString("0x5c50");
    event.logIndex = big(259);
    assert.stringEquals("0x5c5003010000", factId(event).toHexString());
    assert.stringEquals("0x5c5002010000", precedingFactId(event).toHexString());
  });

  test("before the first log of a block there is none", () => {
    const event = newMockEvent();
    event.transaction.hash = Bytes.fromHexString("0x5c50");
    event.logIndex = big(0);
    assert.stringEquals("0x5c50ffffffff", precedingFactId(event).toHexString());
  });

  test("what belongs to two is the one, then the other", () => {
    const both = transcribe.toHexString() + alice.toHexString().slice(2);
    assert.stringEquals(both, sinkCapacityId(transcribe, alice).toHexString());
    assert.stringEquals(
      pool.toHexString() + alice.toHexString().slice(2),
      poolMemberId(pool, alice).toHexString(),
    );
    assert.stringEquals(
      `${pool.toHexString()}4b4559`,
      parameterId(pool, Bytes.fromUTF8("KEY")).toHexString(),
    );
    const stages = translate.toHexString() + transcribe.toHexString().slice(2);
    assert.stringEquals(stages, stageId(translate, transcribe).toHexString());
  });
});
