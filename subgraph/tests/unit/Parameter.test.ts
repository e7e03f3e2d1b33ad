import { Bytes } from "@graphprotocol/graph-ts";
import { assert, beforeEach, clearStore, describe, test } from "matchstick-as";
import { getParameter, setValue } from "../../src/entities/Parameter";
import { getProtocol } from "../../src/entities/Protocol";
import { big, blockAt, pool } from "./world";

describe("Parameter", () => {
  beforeEach(() => {
    clearStore();
    getProtocol();
  });

  test("is named by its key, without the padding", () => {
    const parameter = getParameter(pool, Bytes.fromHexString("0x4d41585f53544147455300000000"));
    assert.stringEquals("MAX_STAGES", parameter.name);
    setValue(parameter, big(7), blockAt(3));
    assert.fieldEquals("Parameter", parameter.id.toHexString(), "value", "7");
    assert.fieldEquals("Parameter", parameter.id.toHexString(), "updatedAt", "30");
    assert.fieldEquals("Parameter", parameter.id.toHexString(), "updatedAtBlock", "3");
  });

  test("is named by hex where its key is no text", () => {
    assert.stringEquals("0x4d00ff", getParameter(pool, Bytes.fromHexString("0x4d00ff")).name);
    assert.stringEquals("0x0000", getParameter(pool, Bytes.fromHexString("0x0000")).name);
  });

  test("is one of each contract", () => {
    const key = Bytes.fromUTF8("KEY");
    setValue(getParameter(pool, key), big(1), blockAt(1));
    setValue(getParameter(key, key), big(2), blockAt(1));
    setValue(getParameter(pool, key), big(3), blockAt(2));
    assert.entityCount("Parameter", 2);
    assert.bigIntEquals(big(3), getParameter(pool, key).value);
  });
});
