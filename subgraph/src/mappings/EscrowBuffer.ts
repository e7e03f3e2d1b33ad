import { ethereum } from "@graphprotocol/graph-ts";
import { BufferFull, BufferMaxSet, Deposited, Drained } from "../../generated/EscrowBuffer/EscrowBuffer";
import { Buffer, BufferMaxChange, Deposit, Drain, Overflow } from "../../generated/schema";
import { countOverflow, deposit, drain, setMax } from "../entities/Buffer";
import { count } from "../entities/Collection";
import { addDeposited, addDrained, getProtocol } from "../entities/Protocol";
import { getPair } from "../entities/pair";
import { addDrain, getSink } from "../entities/Sink";
import { addDrain as addDrainTo } from "../entities/SinkCapacity";
import { addDeposit, getSource } from "../entities/Source";
import { getBuffer } from "../entities/TaskType";
import { stamp } from "../fact";
import { factId } from "../ids";
import { addDrainPoint, beginBufferPoint, endBufferPoint } from "../series";

export { handleParamUpdated } from "./Governed";

/** A source has put tokens into a buffer: they queue at its tail. */
export function handleDeposited(event: Deposited): void {
  const buffer = getBuffer(event.params.taskTypeId);
  const source = getSource(event.params.source, event.block);
  const fact = new Deposit(factId(event));
  stamp(fact, event);
  fact.taskType = buffer.taskType;
  fact.buffer = buffer.id;
  fact.source = source.id;
  fact.amount = event.params.amount;
  fact.fifoFrom = buffer.totalDeposited;

  const point = beginBufferPoint(buffer, event.block);
  deposit(buffer, fact.amount, event.block);
  addDeposit(source, fact.amount);
  addDeposited(getProtocol(), fact.amount);
  point.deposited = fact.amount;
  endBufferPoint(point, buffer);

  fact.fifoTo = buffer.totalDeposited;
  fact.bufferLevelAfter = buffer.level;
  fact.save();
  count("Deposit");
}

/** A drain has paid a sink from the head of the queue. */
export function handleDrained(event: Drained): void {
  const capacity = getPair(event.params.taskTypeId, event.params.sink, event.block);
  const buffer = getBuffer(capacity.taskType);
  const sink = getSink(capacity.sink, event.block);
  const fact = new Drain(factId(event));
  stamp(fact, event);
  fact.taskType = buffer.taskType;
  fact.buffer = buffer.id;
  fact.sink = sink.id;
  fact.sinkCapacity = capacity.id;
  fact.amount = event.params.amount;
  fact.fifoFrom = buffer.totalDrained;

  drainOf(buffer, fact, event.block);
  addDrain(sink, fact.amount);
  addDrainTo(capacity, fact.amount);
  addDrained(getProtocol(), fact.amount);

  fact.fifoTo = buffer.totalDrained;
  fact.bufferLevelAfter = buffer.level;
  fact.save();
  count("Drain");
  addDrainPoint(fact);
}

function drainOf(buffer: Buffer, fact: Drain, block: ethereum.Block): void {
  const point = beginBufferPoint(buffer, block);
  drain(buffer, fact.amount, block);
  point.drained = fact.amount;
  endBufferPoint(point, buffer);
}

/** A buffer has reached its maximum, or has accepted less than was offered. */
export function handleBufferFull(event: BufferFull): void {
  const buffer = getBuffer(event.params.taskTypeId);
  countOverflow(buffer);

  const overflow = new Overflow(factId(event));
  stamp(overflow, event);
  overflow.taskType = buffer.taskType;
  overflow.buffer = buffer.id;
  overflow.bufferLevel = event.params.bufferLevel;
  overflow.bufferMax = buffer.max;
  overflow.save();
  count("Overflow");
}

/** A buffer has a new maximum. */
export function handleBufferMaxSet(event: BufferMaxSet): void {
  const buffer = getBuffer(event.params.taskTypeId);
  const change = new BufferMaxChange(factId(event));
  stamp(change, event);
  change.taskType = buffer.taskType;
  change.buffer = buffer.id;
  change.oldMax = buffer.max;
  change.newMax = event.params.bufferMax;
  change.save();
  count("BufferMaxChange");

  const point = beginBufferPoint(buffer, event.block);
  setMax(buffer, change.newMax, event.block);
  endBufferPoint(point, buffer);
}
