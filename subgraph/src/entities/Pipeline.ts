import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import { Pipeline } from "../../generated/schema";
import { stageId } from "../ids";
import { count } from "./Collection";
import { getProtocol } from "./Protocol";

/** The pipeline, made without stages at its first event. */
export function getPipeline(id: Bytes): Pipeline {
  const existing = Pipeline.load(id);
  if (existing !== null) return existing;

  const pipeline = new Pipeline(id);
  pipeline.protocol = getProtocol().id;
  pipeline.stageCount = 0;
  pipeline.stageIds = [];
  pipeline.rebalanceCount = BigInt.zero();
  count("Pipeline");
  return pipeline;
}

/** It exists, with these stages in this order. */
export function create(pipeline: Pipeline, taskTypeIds: Bytes[], block: ethereum.Block): void {
  const stageIds: Bytes[] = [];
  for (let i = 0; i < taskTypeIds.length; i++) stageIds.push(stageId(pipeline.id, taskTypeIds[i]));
  pipeline.stageIds = stageIds;
  pipeline.stageCount = stageIds.length;
  pipeline.createdAt = block.timestamp;
  pipeline.createdAtBlock = block.number;
  pipeline.save();
}

/** All its stages were rebalanced. */
export function rebalance(pipeline: Pipeline, block: ethereum.Block): void {
  pipeline.rebalanceCount = pipeline.rebalanceCount.plus(BigInt.fromI32(1));
  pipeline.lastRebalancedAt = block.timestamp;
  pipeline.lastRebalancedAtBlock = block.number;
  pipeline.save();
}
