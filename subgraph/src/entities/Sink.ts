import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import { Protocol, Sink } from "../../generated/schema";
import { capOf } from "../cap";
import { count } from "./Collection";
import { getProtocol } from "./Protocol";
import { setCap } from "./SinkCapacity";

/** The sink, made without a stake at its first event. */
export function getSink(address: Bytes, block: ethereum.Block): Sink {
  const existing = Sink.load(address);
  if (existing !== null) return existing;

  const sink = new Sink(address);
  sink.protocol = getProtocol().id;
  sink.stake = BigInt.zero();
  sink.cap = BigInt.zero();
  sink.totalStaked = BigInt.zero();
  sink.totalUnstaked = BigInt.zero();
  sink.totalSlashed = BigInt.zero();
  sink.totalDrained = BigInt.zero();
  sink.taskTypeCount = BigInt.zero();
  sink.stakeCount = BigInt.zero();
  sink.unstakeCount = BigInt.zero();
  sink.slashCount = BigInt.zero();
  sink.drainCount = BigInt.zero();
  sink.firstSeenAt = block.timestamp;
  sink.firstSeenAtBlock = block.number;
  sink.save();
  count("Sink");
  return sink;
}

/** It has staked `amount`, and has `stake` now, as the contract says (token wei). */
export function addStake(sink: Sink, amount: BigInt, stake: BigInt, block: ethereum.Block): void {
  sink.totalStaked = sink.totalStaked.plus(amount);
  sink.stakeCount = sink.stakeCount.plus(BigInt.fromI32(1));
  setStake(sink, stake, block);
}

/** It has taken back `amount` (token wei). */
export function addUnstake(sink: Sink, amount: BigInt, block: ethereum.Block): void {
  sink.totalUnstaked = sink.totalUnstaked.plus(amount);
  sink.unstakeCount = sink.unstakeCount.plus(BigInt.fromI32(1));
  setStake(sink, sink.stake.minus(amount), block);
}

/** It has lost `amount` to a slash (token wei). */
export function addSlash(sink: Sink, amount: BigInt, block: ethereum.Block): void {
  sink.totalSlashed = sink.totalSlashed.plus(amount);
  sink.slashCount = sink.slashCount.plus(BigInt.fromI32(1));
  setStake(sink, sink.stake.minus(amount), block);
}

/** It has announced an unstake, in the place of any that it announced before. */
export function requestUnstake(sink: Sink, amount: BigInt, availableAt: BigInt): void {
  sink.unstakeRequested = amount;
  sink.unstakeAvailableAt = availableAt;
  sink.save();
}

/** It serves so many more task types, or fewer. */
export function changeTaskTypes(sink: Sink, change: i32): void {
  sink.taskTypeCount = sink.taskTypeCount.plus(BigInt.fromI32(change));
  sink.save();
}

/** A buffer has paid it (token wei). */
export function addDrain(sink: Sink, amount: BigInt): void {
  sink.totalDrained = sink.totalDrained.plus(amount);
  sink.drainCount = sink.drainCount.plus(BigInt.fromI32(1));
  sink.save();
}

/** A parameter of the cap has changed: the caps of all sinks follow. */
export function refreshCaps(protocol: Protocol): void {
  const sinks = protocol.sinks.load();
  for (let i = 0; i < sinks.length; i++) {
    refreshCap(sinks[i], protocol);
    sinks[i].save();
  }
}

function setStake(sink: Sink, stake: BigInt, block: ethereum.Block): void {
  sink.stake = stake;
  sink.stakeChangedAt = block.timestamp;
  refreshCap(sink, getProtocol());
  sink.save();
}

function refreshCap(sink: Sink, protocol: Protocol): void {
  const cap = capOf(sink.stake, protocol);
  if (cap.equals(sink.cap)) return;

  sink.cap = cap;
  const capacities = sink.capacities.load();
  for (let i = 0; i < capacities.length; i++) setCap(capacities[i], cap);
}
