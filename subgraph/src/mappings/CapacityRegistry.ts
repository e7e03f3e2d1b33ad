import { BigInt } from "@graphprotocol/graph-ts";
import {
  CapacityClamped,
  SinkDeregistered,
  SinkRegistered,
  TaskTypeRegistered,
} from "../../generated/CapacityRegistry/CapacityRegistry";
import {
  CapacityClamp,
  SinkDeregistration,
  SinkRegistration,
  TaskTypeRegistration,
} from "../../generated/schema";
import { firstSmoothed, smaller } from "../cap";
import { count } from "../entities/Collection";
import { getProtocol } from "../entities/Protocol";
import { changeTaskTypes, getSink } from "../entities/Sink";
import { clamp, deregister, getSinkCapacity, register } from "../entities/SinkCapacity";
import { getTaskType, register as registerTaskType } from "../entities/TaskType";
import { stamp } from "../fact";
import { factId } from "../ids";

export { handleCapacityCommitted, handleCapacityRevealed } from "./CapacitySignal";
export { handleParamUpdated } from "./Governed";

/** A task type exists from now on. */
export function handleTaskTypeRegistered(event: TaskTypeRegistered): void {
  const taskType = getTaskType(event.params.taskTypeId);
  registerTaskType(taskType, event.params.creator, event.params.minStake, event.block);

  const registration = new TaskTypeRegistration(factId(event));
  stamp(registration, event);
  registration.taskType = taskType.id;
  registration.creator = event.params.creator;
  registration.minStake = event.params.minStake;
  registration.save();
  count("TaskTypeRegistration");
}

/** A sink serves a task type from now on. */
export function handleSinkRegistered(event: SinkRegistered): void {
  const taskType = getTaskType(event.params.taskTypeId);
  const sink = getSink(event.params.sink, event.block);
  const capacity = getSinkCapacity(taskType, sink);

  const registration = new SinkRegistration(factId(event));
  stamp(registration, event);
  registration.taskType = taskType.id;
  registration.sink = sink.id;
  registration.sinkCapacity = capacity.id;
  registration.initialCapacity = event.params.initialCapacity;
  registration.cap = sink.cap;
  registration.smoothed = firstStored(registration.initialCapacity, sink.cap);
  registration.save();
  count("SinkRegistration");

  if (!capacity.isRegistered) changeTaskTypes(sink, 1);
  register(capacity, taskType, registration);
}

function firstStored(declared: BigInt, cap: BigInt): BigInt {
  const protocol = getProtocol();
  const sample = protocol.isRawCapped ? declared : smaller(declared, cap);
  return protocol.isRegistrationSmoothed ? firstSmoothed(sample, protocol.ewmaAlphaBps) : sample;
}

/** A sink serves a task type no longer. */
export function handleSinkDeregistered(event: SinkDeregistered): void {
  const taskType = getTaskType(event.params.taskTypeId);
  const sink = getSink(event.params.sink, event.block);
  const capacity = getSinkCapacity(taskType, sink);

  const deregistration = new SinkDeregistration(factId(event));
  stamp(deregistration, event);
  deregistration.taskType = taskType.id;
  deregistration.sink = sink.id;
  deregistration.sinkCapacity = capacity.id;
  deregistration.smoothedBefore = capacity.stored;
  deregistration.save();
  count("SinkDeregistration");

  if (capacity.isRegistered) changeTaskTypes(sink, -1);
  deregister(capacity, taskType, event.block);
}

/** A stored capacity that stood above its cap was lowered to it. */
export function handleCapacityClamped(event: CapacityClamped): void {
  const taskType = getTaskType(event.params.taskTypeId);
  const sink = getSink(event.params.sink, event.block);
  const capacity = getSinkCapacity(taskType, sink);

  const fact = new CapacityClamp(factId(event));
  stamp(fact, event);
  fact.taskType = taskType.id;
  fact.sink = sink.id;
  fact.sinkCapacity = capacity.id;
  fact.smoothedBefore = capacity.stored;
  fact.smoothed = event.params.smoothed;
  fact.save();
  count("CapacityClamp");

  clamp(capacity, taskType, fact.smoothed);
}
