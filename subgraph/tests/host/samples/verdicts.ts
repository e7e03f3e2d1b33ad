import { BigInt, Bytes, Entity, ens, log, store, Value } from "@graphprotocol/graph-ts";
import { afterEach, assert, beforeAll, beforeEach, clearInBlockStore, describe, test } from "matchstick-as";
import { Collection, Source } from "../../../generated/schema";
import { count } from "../../../src/entities/Collection";
import { collectionId } from "../../../src/ids";

const id = collectionId("Reveal");

test("outside of all", () => {
  assert.entityCount("Collection", 0);
});

describe("right", () => {
  beforeAll(() => {
    log.info("before all of {}", ["right"]);
  });

  beforeEach(() => {
    count("Reveal");
  });

  afterEach(() => {
    store.remove("Collection", id.toHexString());
    clearInBlockStore();
  });

  test("numbers of every size and sign survive", () => {
    const most = BigInt.fromI32(2).pow(255);
    assert.stringEquals(
      "-57896044618658097711785492504343953926634992332820282019728792003956564819968",
      most.neg().toString(),
    );
    assert.bigIntEquals(BigInt.fromI32(-4), BigInt.fromI32(-9).div(BigInt.fromI32(2)));
    assert.bigIntEquals(BigInt.fromI32(-1), BigInt.fromI32(-9).mod(BigInt.fromI32(2)));
    assert.bigIntEquals(BigInt.fromI32(-128), BigInt.fromString("-128"));
    assert.bigIntEquals(BigInt.fromI32(128), BigInt.fromI32(1).leftShift(7));
    assert.bigIntEquals(BigInt.fromI32(255), BigInt.fromI32(240).bitOr(BigInt.fromI32(31)));
  });

  test("a row is in its block, and no longer in the next", () => {
    assert.assertNotNull(Collection.loadInBlock(id));
    clearInBlockStore();
    assert.assertNull(Collection.loadInBlock(id));
    assert.fieldEquals("Collection", id.toHexString(), "count", "1");
  });

  describe("inside", () => {
    test(
      "it should fail, and does",
      () => {
        assert.assertTrue(false);
      },
      true,
    );
  });
});

describe("wrong", () => {
  test("a field", () => {
    count("Reveal");
    assert.fieldEquals("Collection", id.toHexString(), "count", "2", "one was counted");
  });

  test("a row", () => {
    assert.fieldEquals("Collection", "0x00", "count", "2");
  });

  test("a value", () => {
    assert.bytesEquals(id, Bytes.fromHexString("0x01"));
  });

  test("a row that should not be", () => {
    assert.notInStore("Collection", id.toHexString());
  });

  test(
    "it should fail, and does not",
    () => {
      assert.assertTrue(true);
    },
    true,
  );

  test("an import that the host lacks", () => {
    ens.nameByHash("0x00");
  });

  test("a required field that is missing", () => {
    new Source(id).save();
  });

  test("a field that the schema lacks", () => {
    const row = new Entity();
    row.set("colour", Value.fromString("red"));
    store.set("Collection", "0x00", row);
  });

  test("a division by zero", () => {
    BigInt.fromI32(1).div(BigInt.zero());
  });

  test("a critical log", () => {
    log.critical("the end of {}", ["it"]);
  });
});
