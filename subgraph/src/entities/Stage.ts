import { BigInt, Bytes } from "@graphprotocol/graph-ts";
import { Pipeline, Stage, TaskType } from "../../generated/schema";
import { stageId } from "../ids";
import { count } from "./Collection";

/** The task type stands at this place of the pipeline, from 0 (upstream). */
export function placeStage(pipeline: Pipeline, taskType: TaskType, position: i32): void {
  const id = stageId(pipeline.id, taskType.id);
  let stage = Stage.load(id);
  if (stage === null) {
    stage = new Stage(id);
    count("Stage");
  }
  stage.pipeline = pipeline.id;
  stage.taskType = taskType.id;
  stage.position = position;
  stage.save();
}

/** The stage has this effective capacity; an id that is no stage is left alone. */
export function setEffectiveCapacity(id: Bytes, effectiveCapacity: BigInt): void {
  const stage = Stage.load(id);
  if (stage === null) return;

  stage.effectiveCapacity = effectiveCapacity;
  stage.save();
}
