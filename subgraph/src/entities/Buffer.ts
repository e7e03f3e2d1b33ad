import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import { Buffer } from "../../generated/schema";
import { count } from "./Collection";

/** The empty buffer of a new task type. */
export function openBuffer(taskTypeId: Bytes): Buffer {
  const buffer = new Buffer(taskTypeId);
  buffer.taskType = taskTypeId;
  buffer.level = BigInt.zero();
  buffer.max = BigInt.zero();
  buffer.isFull = false;
  buffer.totalDeposited = BigInt.zero();
  buffer.totalDrained = BigInt.zero();
  buffer.peakLevel = BigInt.zero();
  buffer.depositCount = BigInt.zero();
  buffer.drainCount = BigInt.zero();
  buffer.overflowCount = BigInt.zero();
  buffer.save();
  count("Buffer");
  return buffer;
}

/** A deposit joins the queue at its tail (token wei). */
export function deposit(buffer: Buffer, amount: BigInt, block: ethereum.Block): void {
  buffer.totalDeposited = buffer.totalDeposited.plus(amount);
  buffer.depositCount = buffer.depositCount.plus(BigInt.fromI32(1));
  follow(buffer, block);
}

/** A drain leaves the queue at its head (token wei). */
export function drain(buffer: Buffer, amount: BigInt, block: ethereum.Block): void {
  buffer.totalDrained = buffer.totalDrained.plus(amount);
  buffer.drainCount = buffer.drainCount.plus(BigInt.fromI32(1));
  buffer.lastDrainedAt = block.timestamp;
  buffer.lastDrainedAtBlock = block.number;
  follow(buffer, block);
}

/** It may hold so much from now on; 0 is unlimited (token wei). */
export function setMax(buffer: Buffer, max: BigInt, block: ethereum.Block): void {
  buffer.max = max;
  follow(buffer, block);
}

/** It was full, or could not take all that was offered. */
export function countOverflow(buffer: Buffer): void {
  buffer.overflowCount = buffer.overflowCount.plus(BigInt.fromI32(1));
  buffer.save();
}

function follow(buffer: Buffer, block: ethereum.Block): void {
  buffer.level = buffer.totalDeposited.minus(buffer.totalDrained);
  if (buffer.level.gt(buffer.peakLevel)) buffer.peakLevel = buffer.level;
  buffer.isFull = !buffer.max.isZero() && buffer.level.ge(buffer.max);
  buffer.changedAt = block.timestamp;
  buffer.save();
}
