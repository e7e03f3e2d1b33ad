import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import { Pool, TaskType } from "../../generated/schema";
import { count } from "./Collection";

/** Shares over time are kept in parts of 10³⁶. */
export function shareScale(): BigInt {
  return BigInt.fromI32(10).pow(36);
}

/** The pool of a task type, without units. An address that is a pool already stays what it is. */
export function openPool(address: Bytes, taskType: TaskType, event: ethereum.Event): Pool {
  const existing = Pool.load(address);
  if (existing !== null) return existing;

  const pool = new Pool(address);
  pool.taskType = taskType.id;
  pool.admin = event.address;
  pool.totalUnits = BigInt.zero();
  pool.memberCount = BigInt.zero();
  pool.flowRate = BigInt.zero();
  pool.perUnitFlowRate = BigInt.zero();
  pool.perUnitIndex = BigInt.zero();
  pool.indexUpdatedAt = event.block.timestamp;
  pool.shareIndex = BigInt.zero();
  pool.totalDistributed = BigInt.zero();
  pool.instantDistributionCount = BigInt.zero();
  pool.flowDistributionCount = BigInt.zero();
  pool.createdAt = event.block.timestamp;
  pool.createdAtBlock = event.block.number;
  pool.save();
  count("Pool");
  return pool;
}

/** Brings the indexes to this moment. Every other change of a pool comes after it, and saves it. */
export function accrue(pool: Pool, block: ethereum.Block): void {
  const elapsed = block.timestamp.minus(pool.indexUpdatedAt);
  pool.indexUpdatedAt = block.timestamp;
  pool.perUnitIndex = pool.perUnitIndex.plus(pool.perUnitFlowRate.times(elapsed));
  if (pool.totalUnits.isZero()) return;

  pool.shareIndex = pool.shareIndex.plus(elapsed.times(shareScale()).div(pool.totalUnits));
}

/** A member's units have changed: the per-unit rate is floored again over the new total. */
export function moveUnits(pool: Pool, oldUnits: BigInt, newUnits: BigInt): void {
  const flowing = pool.perUnitFlowRate.times(pool.totalUnits);
  pool.totalUnits = pool.totalUnits.plus(newUnits).minus(oldUnits);
  if (oldUnits.isZero() && !newUnits.isZero()) pool.memberCount = pool.memberCount.plus(BigInt.fromI32(1));
  if (newUnits.isZero() && !oldUnits.isZero()) pool.memberCount = pool.memberCount.minus(BigInt.fromI32(1));
  setRate(pool, flowing);
  pool.save();
}

/** The streams of all distributors together have a new rate (SuperToken wei per second). */
export function setFlow(pool: Pool, token: Bytes, flowRate: BigInt): void {
  pool.token = token;
  pool.flowDistributionCount = pool.flowDistributionCount.plus(BigInt.fromI32(1));
  setRate(pool, flowRate);
  pool.save();
}

/** An amount was distributed at once (SuperToken wei). */
export function distribute(pool: Pool, token: Bytes, amount: BigInt): void {
  pool.token = token;
  pool.instantDistributionCount = pool.instantDistributionCount.plus(BigInt.fromI32(1));
  pool.totalDistributed = pool.totalDistributed.plus(amount);
  if (!pool.totalUnits.isZero()) pool.perUnitIndex = pool.perUnitIndex.plus(amount.div(pool.totalUnits));
  pool.save();
}

function setRate(pool: Pool, flowing: BigInt): void {
  pool.perUnitFlowRate = pool.totalUnits.isZero() ? BigInt.zero() : flowing.div(pool.totalUnits);
  pool.flowRate = pool.perUnitFlowRate.times(pool.totalUnits);
}
