import { assert, beforeEach, clearStore, describe, test } from "matchstick-as";
import {
  addDeposited,
  addDrained,
  addSlashed,
  addStaked,
  addUnstaked,
  getProtocol,
  keepParameter,
  movesCaps,
} from "../../src/entities/Protocol";
import { protocolId } from "../../src/ids";
import { big } from "./world";

const id = protocolId().toHexString();

describe("Protocol", () => {
  beforeEach(() => {
    clearStore();
  });

  test("is one row", () => {
    getProtocol();
    getProtocol();
    assert.entityCount("Protocol", 1);
  });

  test("sums up what is at stake", () => {
    addStaked(getProtocol(), big(100));
    addUnstaked(getProtocol(), big(30));
    addSlashed(getProtocol(), big(20));
    assert.fieldEquals("Protocol", id, "totalStaked", "100");
    assert.fieldEquals("Protocol", id, "totalUnstaked", "30");
    assert.fieldEquals("Protocol", id, "totalSlashed", "20");
    assert.fieldEquals("Protocol", id, "stake", "50");
  });

  test("sums up what the buffers hold", () => {
    addDeposited(getProtocol(), big(9));
    addDrained(getProtocol(), big(4));
    assert.fieldEquals("Protocol", id, "totalDeposited", "9");
    assert.fieldEquals("Protocol", id, "totalDrained", "4");
    assert.fieldEquals("Protocol", id, "bufferLevel", "5");
  });

  test("keeps each parameter that it has a field for, and no other", () => {
    const names = ["MIN_SINK_STAKE", "STAKE_UNIT", "CAPACITY_PRECISION", "UNBONDING_DELAY", "EWMA_ALPHA_BPS"];
    const fields = ["minSinkStake", "stakeUnit", "capacityPrecision", "unbondingDelay", "ewmaAlphaBps"];
    for (let i = 0; i < names.length; i++) {
      keepParameter(getProtocol(), names[i], big(i + 1));
      assert.fieldEquals("Protocol", id, fields[i], (i + 1).toString());
    }
    keepParameter(getProtocol(), "COMMIT_TIMEOUT", big(6));
    keepParameter(getProtocol(), "MAX_SINKS", big(7));
    keepParameter(getProtocol(), "REBALANCE_THRESHOLD_BPS", big(8));
    keepParameter(getProtocol(), "UNIT_SCALE", big(9));
    keepParameter(getProtocol(), "DRAIN_RATE_PER_CAPACITY", big(10));
    keepParameter(getProtocol(), "MAX_STAGES", big(11));
    keepParameter(getProtocol(), "UNHEARD_OF", big(12));
    assert.fieldEquals("Protocol", id, "commitTimeout", "6");
    assert.fieldEquals("Protocol", id, "maxSinks", "7");
    assert.fieldEquals("Protocol", id, "rebalanceThresholdBps", "8");
    assert.fieldEquals("Protocol", id, "unitScale", "9");
    assert.fieldEquals("Protocol", id, "drainRatePerCapacity", "10");
    assert.fieldEquals("Protocol", id, "maxStages", "11");
  });

  test("knows which parameters the caps follow", () => {
    assert.assertTrue(movesCaps("STAKE_UNIT"));
    assert.assertTrue(movesCaps("MIN_SINK_STAKE"));
    assert.assertTrue(movesCaps("CAPACITY_PRECISION"));
    assert.assertTrue(!movesCaps("EWMA_ALPHA_BPS"));
  });
});
