import { PipelineCreated, PipelineRebalanced } from "../../generated/Pipeline/Pipeline";
import { PipelineCreation, PipelineRebalance } from "../../generated/schema";
import { count } from "../entities/Collection";
import { create, getPipeline, rebalance } from "../entities/Pipeline";
import { placeStage, setEffectiveCapacity } from "../entities/Stage";
import { getTaskType } from "../entities/TaskType";
import { stamp } from "../fact";
import { factId } from "../ids";

export { handleParamUpdated } from "./Governed";

/** A pipeline exists from now on. */
export function handlePipelineCreated(event: PipelineCreated): void {
  const stages = event.params.stages;
  const pipeline = getPipeline(event.params.pipelineId);
  create(pipeline, stages, event.block);
  for (let i = 0; i < stages.length; i++) placeStage(pipeline, getTaskType(stages[i]), i);

  const creation = new PipelineCreation(factId(event));
  stamp(creation, event);
  creation.pipeline = pipeline.id;
  creation.stageIds = stages;
  creation.save();
  count("PipelineCreation");
}

/** All stages of a pipeline were rebalanced. */
export function handlePipelineRebalanced(event: PipelineRebalanced): void {
  const capacities = event.params.effectiveCapacities;
  const pipeline = getPipeline(event.params.pipelineId);
  rebalance(pipeline, event.block);
  const stageIds = pipeline.stageIds;
  for (let i = 0; i < stageIds.length && i < capacities.length; i++) {
    setEffectiveCapacity(stageIds[i], capacities[i]);
  }

  const fact = new PipelineRebalance(factId(event));
  stamp(fact, event);
  fact.pipeline = pipeline.id;
  fact.effectiveCapacities = capacities;
  fact.save();
  count("PipelineRebalance");
}
