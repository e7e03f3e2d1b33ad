import { Bytes, ethereum } from "@graphprotocol/graph-ts";
import { SinkCapacity } from "../../generated/schema";
import { sinkCapacityId } from "../ids";
import { getSink } from "./Sink";
import { getSinkCapacity } from "./SinkCapacity";
import { getTaskType } from "./TaskType";

/** What a sink promises for a task type, with one load; at its first event it is made, after both of them. */
export function getPair(taskTypeId: Bytes, sink: Bytes, block: ethereum.Block): SinkCapacity {
  const existing = SinkCapacity.load(sinkCapacityId(taskTypeId, sink));
  return existing !== null ? existing : getSinkCapacity(getTaskType(taskTypeId), getSink(sink, block));
}
