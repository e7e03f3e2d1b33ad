import { BigInt, ethereum } from "@graphprotocol/graph-ts";
import {
  AllocationPoint,
  Buffer,
  BufferPoint,
  CapacityPoint,
  Drain,
  DrainPoint,
  Pool,
  PoolMember,
  Reveal,
  Sink,
  SinkCapacity,
  StakePoint,
} from "../generated/schema";

/** Seconds since a moment; 0 when there was none. */
function since(moment: BigInt | null, now: BigInt): BigInt {
  return moment === null ? BigInt.zero() : now.minus(moment);
}

function orZero(value: BigInt | null): BigInt {
  return value === null ? BigInt.zero() : value;
}

/** The point of a reveal. `capacity` must still be as the reveal found it. */
export function addCapacityPoint(capacity: SinkCapacity, reveal: Reveal): void {
  const point = new CapacityPoint(0);
  point.sinkCapacity = capacity.id;
  point.taskType = capacity.taskType;
  point.sink = capacity.sink;
  point.at = reveal.timestamp;
  point.raw = reveal.raw;
  point.capped = reveal.capped;
  point.smoothed = reveal.smoothed;
  point.cap = reveal.cap;
  point.overclaim = reveal.overclaim;
  point.overclaimed = reveal.isOverclaim ? 1 : 0;
  point.matched = reveal.latencyBlocks === null ? 0 : 1;
  point.latencyBlocks = orZero(reveal.latencyBlocks);
  point.elapsed = since(capacity.lastRevealAt, reveal.timestamp);
  point.rawHeld = orZero(capacity.raw);
  point.cappedHeld = orZero(capacity.capped);
  point.smoothedHeld = orZero(capacity.revealedSmoothed);
  point.save();
}

/** The point of a drain. */
export function addDrainPoint(drain: Drain): void {
  const point = new DrainPoint(0);
  point.sinkCapacity = drain.sinkCapacity;
  point.taskType = drain.taskType;
  point.sink = drain.sink;
  point.at = drain.timestamp;
  point.amount = drain.amount;
  point.save();
}

/** The point of a change that the buffer has not seen yet: what held until now. `endBufferPoint` saves it. */
export function beginBufferPoint(buffer: Buffer, block: ethereum.Block): BufferPoint {
  const point = new BufferPoint(0);
  point.buffer = buffer.id;
  point.taskType = buffer.taskType;
  point.at = block.timestamp;
  point.deposited = BigInt.zero();
  point.drained = BigInt.zero();
  point.elapsed = since(buffer.changedAt, block.timestamp);
  point.levelHeld = buffer.level;
  point.fullElapsed = buffer.isFull ? point.elapsed : BigInt.zero();
  return point;
}

/** Completes the point with the buffer as it is now. */
export function endBufferPoint(point: BufferPoint, buffer: Buffer): void {
  point.level = buffer.level;
  point.max = buffer.max;
  point.save();
}

/** The point of a change that the sink has not seen yet: what held until now. `endStakePoint` saves it. */
export function beginStakePoint(sink: Sink, block: ethereum.Block): StakePoint {
  const point = new StakePoint(0);
  point.sink = sink.id;
  point.at = block.timestamp;
  point.staked = BigInt.zero();
  point.unstaked = BigInt.zero();
  point.slashed = BigInt.zero();
  point.elapsed = since(sink.stakeChangedAt, block.timestamp);
  point.stakeHeld = sink.stake;
  return point;
}

/** Completes the point with the sink as it is now. */
export function endStakePoint(point: StakePoint, sink: Sink): void {
  point.stake = sink.stake;
  point.cap = sink.cap;
  point.save();
}

/** The point of a change that the member has not seen yet, while the pool's indexes stand at this moment. */
export function beginAllocationPoint(member: PoolMember, pool: Pool, block: ethereum.Block): AllocationPoint {
  const point = new AllocationPoint(0);
  point.member = member.id;
  point.pool = pool.id;
  point.taskType = pool.taskType;
  point.sink = member.sink;
  point.at = block.timestamp;
  point.elapsed = block.timestamp.minus(member.settledAt);
  point.unitsHeld = member.units;
  point.shareTime = member.units.times(pool.shareIndex.minus(member.settledShareIndex));
  return point;
}

/** Completes the point with member and pool as they are now. */
export function endAllocationPoint(point: AllocationPoint, member: PoolMember, pool: Pool): void {
  point.units = member.units;
  point.totalUnits = pool.totalUnits;
  point.save();
}
