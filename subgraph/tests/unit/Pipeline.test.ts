import { assert, beforeEach, clearStore, describe, test } from "matchstick-as";
import { create, getPipeline, rebalance } from "../../src/entities/Pipeline";
import { placeStage, setEffectiveCapacity } from "../../src/entities/Stage";
import { getTaskType } from "../../src/entities/TaskType";
import { stageId } from "../../src/ids";
import { alice, big, blockAt, transcribe, translate } from "./world";

const id = alice.toHexString();

describe("Pipeline", () => {
  beforeEach(() => {
    clearStore();
  });

  test("has its stages in their order", () => {
    const pipeline = getPipeline(alice);
    create(pipeline, [transcribe, translate], blockAt(2));
    const first = stageId(alice, transcribe).toHexString();
    const second = stageId(alice, translate).toHexString();
    assert.fieldEquals("Pipeline", id, "stageIds", `[${first}, ${second}]`);
    assert.fieldEquals("Pipeline", id, "stageCount", "2");
    assert.fieldEquals("Pipeline", id, "createdAt", "20");
  });

  test("counts its rebalances", () => {
    rebalance(getPipeline(alice), blockAt(4));
    rebalance(getPipeline(alice), blockAt(6));
    assert.fieldEquals("Pipeline", id, "rebalanceCount", "2");
    assert.fieldEquals("Pipeline", id, "lastRebalancedAtBlock", "6");
  });
});

describe("Stage", () => {
  beforeEach(() => {
    clearStore();
  });

  test("stands where it was placed last", () => {
    const pipeline = getPipeline(alice);
    pipeline.save();
    placeStage(pipeline, getTaskType(transcribe), 0);
    placeStage(pipeline, getTaskType(transcribe), 3);
    assert.entityCount("Stage", 1);
    assert.fieldEquals("Stage", stageId(alice, transcribe).toHexString(), "position", "3");
  });

  test("has its effective capacity, and no stage is made for one", () => {
    const pipeline = getPipeline(alice);
    pipeline.save();
    placeStage(pipeline, getTaskType(transcribe), 0);
    setEffectiveCapacity(stageId(alice, transcribe), big(8));
    setEffectiveCapacity(stageId(alice, translate), big(9));
    assert.fieldEquals("Stage", stageId(alice, transcribe).toHexString(), "effectiveCapacity", "8");
    assert.entityCount("Stage", 1);
  });
});
