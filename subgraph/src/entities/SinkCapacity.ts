import { BigInt, ethereum } from "@graphprotocol/graph-ts";
import { Commitment, Reveal, Sink, SinkCapacity, SinkRegistration, TaskType } from "../../generated/schema";
import { smaller } from "../cap";
import { sinkCapacityId } from "../ids";
import { count } from "./Collection";
import { addSink, getTaskType, moveCapacity, removeSink } from "./TaskType";

/** What the sink promises for the task type, made unregistered at its first event. */
export function getSinkCapacity(taskType: TaskType, sink: Sink): SinkCapacity {
  const id = sinkCapacityId(taskType.id, sink.id);
  const existing = SinkCapacity.load(id);
  if (existing !== null) return existing;

  const capacity = new SinkCapacity(id);
  capacity.taskType = taskType.id;
  capacity.sink = sink.id;
  capacity.isRegistered = false;
  capacity.stored = BigInt.zero();
  capacity.smoothed = BigInt.zero();
  capacity.cap = sink.cap;
  capacity.totalDrained = BigInt.zero();
  capacity.commitCount = BigInt.zero();
  capacity.revealCount = BigInt.zero();
  capacity.overclaimCount = BigInt.zero();
  capacity.drainCount = BigInt.zero();
  capacity.save();
  count("SinkCapacity");
  return capacity;
}

/** The sink serves the task type from now on, with the first smoothed capacity of the fact. */
export function register(capacity: SinkCapacity, taskType: TaskType, fact: SinkRegistration): void {
  if (capacity.isRegistered) removeSink(taskType, capacity.stored, capacity.smoothed);
  store(capacity, fact.smoothed);
  capacity.isRegistered = true;
  capacity.initialCapacity = fact.initialCapacity;
  capacity.registeredAt = fact.timestamp;
  capacity.registeredAtBlock = fact.blockNumber;
  capacity.save();
  addSink(taskType, capacity.stored, capacity.smoothed);
}

/** The sink serves the task type no longer: capacity and commitment are cleared. */
export function deregister(capacity: SinkCapacity, taskType: TaskType, block: ethereum.Block): void {
  if (capacity.isRegistered) removeSink(taskType, capacity.stored, capacity.smoothed);
  store(capacity, BigInt.zero());
  capacity.isRegistered = false;
  capacity.pendingCommitment = null;
  capacity.deregisteredAt = block.timestamp;
  capacity.deregisteredAtBlock = block.number;
  capacity.save();
}

/** The sink has committed: this is the one that it can reveal now. */
export function commit(capacity: SinkCapacity, commitment: Commitment): void {
  capacity.pendingCommitment = commitment.id;
  capacity.commitCount = capacity.commitCount.plus(BigInt.fromI32(1));
  capacity.lastCommitAt = commitment.committedAt;
  capacity.lastCommitAtBlock = commitment.committedAtBlock;
  capacity.save();
}

/** The sink has revealed: its capacity is what the contract says. */
export function reveal(capacity: SinkCapacity, taskType: TaskType, fact: Reveal): void {
  const stored = capacity.stored;
  const smoothed = capacity.smoothed;
  store(capacity, fact.smoothed);
  capacity.raw = fact.raw;
  capacity.capped = fact.capped;
  capacity.revealedSmoothed = fact.smoothed;
  if (fact.commitment !== null) capacity.pendingCommitment = null;
  capacity.lastReveal = fact.id;
  capacity.lastRevealAt = fact.timestamp;
  capacity.lastRevealAtBlock = fact.blockNumber;
  capacity.revealCount = capacity.revealCount.plus(BigInt.fromI32(1));
  if (fact.isOverclaim) capacity.overclaimCount = capacity.overclaimCount.plus(BigInt.fromI32(1));
  capacity.save();

  if (!capacity.isRegistered) return;

  moveCapacity(taskType, capacity.stored.minus(stored), capacity.smoothed.minus(smoothed));
}

/** The stored capacity was set without a reveal. */
export function clamp(capacity: SinkCapacity, taskType: TaskType, stored: BigInt): void {
  const storedBefore = capacity.stored;
  const smoothedBefore = capacity.smoothed;
  store(capacity, stored);
  capacity.save();
  if (!capacity.isRegistered) return;

  moveCapacity(taskType, capacity.stored.minus(storedBefore), capacity.smoothed.minus(smoothedBefore));
}

/** The sink's stake backs another cap from now on. */
export function setCap(capacity: SinkCapacity, cap: BigInt): void {
  const smoothedBefore = capacity.smoothed;
  capacity.cap = cap;
  store(capacity, capacity.stored);
  capacity.save();
  const change = capacity.smoothed.minus(smoothedBefore);
  if (!capacity.isRegistered || change.isZero()) return;

  moveCapacity(getTaskType(capacity.taskType), BigInt.zero(), change);
}

/** The task type's buffer has paid the sink (token wei). */
export function addDrain(capacity: SinkCapacity, amount: BigInt): void {
  capacity.totalDrained = capacity.totalDrained.plus(amount);
  capacity.drainCount = capacity.drainCount.plus(BigInt.fromI32(1));
  capacity.save();
}

function store(capacity: SinkCapacity, stored: BigInt): void {
  capacity.stored = stored;
  capacity.smoothed = smaller(stored, capacity.cap);
}
