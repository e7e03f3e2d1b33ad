import { assert, beforeEach, clearStore, describe, test } from "matchstick-as";
import { addDeposit, addDistribution, countFlow, getSource } from "../../src/entities/Source";
import { big, blockAt, bob } from "./world";

const id = bob.toHexString();

describe("Source", () => {
  beforeEach(() => {
    clearStore();
  });

  test("sums up each way in which it pays", () => {
    addDeposit(getSource(bob, blockAt(2)), big(10));
    addDeposit(getSource(bob, blockAt(3)), big(5));
    addDistribution(getSource(bob, blockAt(4)), big(8));
    countFlow(getSource(bob, blockAt(5)));
    assert.fieldEquals("Source", id, "firstSeenAtBlock", "2");
    assert.fieldEquals("Source", id, "totalDeposited", "15");
    assert.fieldEquals("Source", id, "depositCount", "2");
    assert.fieldEquals("Source", id, "totalDistributed", "8");
    assert.fieldEquals("Source", id, "instantDistributionCount", "1");
    assert.fieldEquals("Source", id, "flowDistributionCount", "1");
  });
});
