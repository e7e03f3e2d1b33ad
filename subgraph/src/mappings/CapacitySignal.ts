import { BigInt } from "@graphprotocol/graph-ts";
import { CapacityCommitted, CapacityRevealed } from "../../generated/CapacityRegistry/CapacityRegistry";
import { Commit, Commitment, Protocol, Reveal, SinkCapacity } from "../../generated/schema";
import { smaller } from "../cap";
import { count } from "../entities/Collection";
import { openCommitment, pendingCommitment, settle } from "../entities/Commitment";
import { getProtocol } from "../entities/Protocol";
import { getPair } from "../entities/pair";
import { commit, reveal } from "../entities/SinkCapacity";
import { getTaskType } from "../entities/TaskType";
import { stamp } from "../fact";
import { factId } from "../ids";
import { addCapacityPoint } from "../series";

/** A sink has committed to a capacity. */
export function handleCapacityCommitted(event: CapacityCommitted): void {
  const capacity = getPair(event.params.taskTypeId, event.params.sink, event.block);

  const fact = new Commit(factId(event));
  stamp(fact, event);
  fact.taskType = capacity.taskType;
  fact.sink = capacity.sink;
  fact.sinkCapacity = capacity.id;
  fact.commitHash = event.params.commitHash;
  fact.commitment = fact.id;
  fact.save();
  count("Commit");

  commit(capacity, openCommitment(fact));
}

/** A sink has revealed its capacity, and its smoothed capacity has moved. */
export function handleCapacityRevealed(event: CapacityRevealed): void {
  const capacity = getPair(event.params.taskTypeId, event.params.sink, event.block);
  const taskType = getTaskType(capacity.taskType);
  const protocol = getProtocol();
  const commitment = pendingCommitment(capacity);

  const fact = new Reveal(factId(event));
  stamp(fact, event);
  describe(fact, capacity, event.params.raw, protocol.isRawCapped);
  fact.smoothed = event.params.smoothed;
  fact.alphaBps = protocol.ewmaAlphaBps;
  if (commitment !== null && isAnswer(event, commitment, protocol)) answer(fact, commitment);

  addCapacityPoint(capacity, fact);
  reveal(capacity, taskType, fact);
  fact.totalCapacityAfter = taskType.totalCapacity;
  fact.save();
  count("Reveal");
}

function describe(fact: Reveal, capacity: SinkCapacity, raw: BigInt, isRawCapped: boolean): void {
  fact.taskType = capacity.taskType;
  fact.sink = capacity.sink;
  fact.sinkCapacity = capacity.id;
  fact.raw = raw;
  fact.cap = capacity.cap;
  fact.capped = isRawCapped ? raw : smaller(raw, capacity.cap);
  fact.overclaim = raw.minus(fact.capped);
  fact.isOverclaim = raw.gt(fact.capped);
  fact.smoothedBefore = capacity.stored;
}

/**
 * Whether the sink itself reveals, in time. An aggregator's word leaves the commitment as it is: of the two, only the
 * sink signs the transaction to the registry, or is, as a contract, the one that it is sent to.
 */
function isAnswer(event: CapacityRevealed, commitment: Commitment, protocol: Protocol): boolean {
  if (!protocol.hasAggregator) return true;
  if (event.block.number.gt(commitment.expiresAfterBlock)) return false;

  const sink = event.params.sink;
  const to = event.transaction.to;
  if (to === null) return false;
  return to.equals(sink) || (to.equals(event.address) && event.transaction.from.equals(sink));
}

function answer(fact: Reveal, commitment: Commitment): void {
  fact.commit = commitment.commit;
  fact.commitment = commitment.id;
  fact.latencyBlocks = fact.blockNumber.minus(commitment.committedAtBlock);
  fact.latencySeconds = fact.timestamp.minus(commitment.committedAt);
  settle(commitment, fact);
}
