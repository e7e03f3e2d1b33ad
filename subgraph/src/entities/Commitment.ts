import { Commit, Commitment, Reveal, SinkCapacity } from "../../generated/schema";
import { count } from "./Collection";
import { getProtocol } from "./Protocol";

/** What becomes of a commit, pending at first. */
export function openCommitment(commit: Commit): Commitment {
  const commitment = new Commitment(commit.id);
  commitment.taskType = commit.taskType;
  commitment.sink = commit.sink;
  commitment.sinkCapacity = commit.sinkCapacity;
  commitment.commitHash = commit.commitHash;
  commitment.status = "PENDING";
  commitment.commit = commit.id;
  commitment.committedAt = commit.timestamp;
  commitment.committedAtBlock = commit.blockNumber;
  commitment.expiresAfterBlock = commit.blockNumber.plus(getProtocol().commitTimeout);
  commitment.save();
  count("Commitment");
  return commitment;
}

/** The commitment that the sink can reveal; null when it has none. */
export function pendingCommitment(capacity: SinkCapacity): Commitment | null {
  const id = capacity.pendingCommitment;
  return id === null ? null : Commitment.load(id);
}

/** It was revealed. */
export function settle(commitment: Commitment, reveal: Reveal): void {
  commitment.status = "REVEALED";
  commitment.reveal = reveal.id;
  commitment.revealedAt = reveal.timestamp;
  commitment.revealedAtBlock = reveal.blockNumber;
  commitment.latencyBlocks = reveal.latencyBlocks;
  commitment.save();
}
