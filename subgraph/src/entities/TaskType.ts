import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import { Buffer, Pool, TaskType } from "../../generated/schema";
import { openBuffer } from "./Buffer";
import { count } from "./Collection";
import { getProtocol } from "./Protocol";

/** The task type with its buffer, made unregistered at its first event. */
export function getTaskType(id: Bytes): TaskType {
  const existing = TaskType.load(id);
  if (existing !== null) return existing;

  const taskType = new TaskType(id);
  taskType.protocol = getProtocol().id;
  taskType.isRegistered = false;
  taskType.minStake = BigInt.zero();
  taskType.sinkCount = BigInt.zero();
  taskType.totalCapacity = BigInt.zero();
  taskType.effectiveCapacity = BigInt.zero();
  taskType.lastTotalCapacity = BigInt.zero();
  taskType.rebalanceCount = BigInt.zero();
  taskType.buffer = openBuffer(id).id;
  taskType.save();
  count("TaskType");
  return taskType;
}

/** Its buffer, with one load; at its first event it is made, with the task type. */
export function getBuffer(taskTypeId: Bytes): Buffer {
  const existing = Buffer.load(taskTypeId);
  return existing !== null ? existing : (Buffer.load(getTaskType(taskTypeId).buffer) as Buffer);
}

/** Its creator has registered it. */
export function register(taskType: TaskType, creator: Bytes, minStake: BigInt, block: ethereum.Block): void {
  taskType.isRegistered = true;
  taskType.creator = creator;
  taskType.minStake = minStake;
  taskType.registeredAt = block.timestamp;
  taskType.registeredAtBlock = block.number;
  taskType.save();
}

/** One more registered sink, with the capacities that it brings. */
export function addSink(taskType: TaskType, stored: BigInt, smoothed: BigInt): void {
  taskType.sinkCount = taskType.sinkCount.plus(BigInt.fromI32(1));
  moveCapacity(taskType, stored, smoothed);
}

/** One registered sink less, with the capacities that it takes along. */
export function removeSink(taskType: TaskType, stored: BigInt, smoothed: BigInt): void {
  taskType.sinkCount = taskType.sinkCount.minus(BigInt.fromI32(1));
  moveCapacity(taskType, stored.neg(), smoothed.neg());
}

/** The capacities of its registered sinks have changed by so much. */
export function moveCapacity(taskType: TaskType, storedChange: BigInt, smoothedChange: BigInt): void {
  taskType.totalCapacity = taskType.totalCapacity.plus(storedChange);
  taskType.effectiveCapacity = taskType.effectiveCapacity.plus(smoothedChange);
  taskType.save();
}

/** It has its pool. */
export function setPool(taskType: TaskType, pool: Pool): void {
  taskType.pool = pool.id;
  taskType.save();
}

/** Its pool's units follow this total. */
export function rebalance(taskType: TaskType, totalCapacity: BigInt, block: ethereum.Block): void {
  taskType.lastTotalCapacity = totalCapacity;
  taskType.lastRebalancedAt = block.timestamp;
  taskType.lastRebalancedAtBlock = block.number;
  taskType.rebalanceCount = taskType.rebalanceCount.plus(BigInt.fromI32(1));
  taskType.save();
}
