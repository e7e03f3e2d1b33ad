import { BigInt, dataSource } from "@graphprotocol/graph-ts";
import { Protocol } from "../../generated/schema";
import { protocolId } from "../ids";
import { keepConstant } from "./Parameter";

/** The only row, made at the first event. */
export function getProtocol(): Protocol {
  const existing = Protocol.load(protocolId());
  if (existing !== null) return existing;

  const protocol = new Protocol(protocolId());
  protocol.totalStaked = BigInt.zero();
  protocol.totalUnstaked = BigInt.zero();
  protocol.totalSlashed = BigInt.zero();
  protocol.stake = BigInt.zero();
  protocol.totalDeposited = BigInt.zero();
  protocol.totalDrained = BigInt.zero();
  protocol.bufferLevel = BigInt.zero();
  protocol.minSinkStake = BigInt.zero();
  protocol.stakeUnit = BigInt.zero();
  protocol.capacityPrecision = BigInt.zero();
  protocol.unbondingDelay = BigInt.zero();
  protocol.ewmaAlphaBps = BigInt.zero();
  protocol.commitTimeout = BigInt.zero();
  protocol.maxSinks = BigInt.zero();
  protocol.rebalanceThresholdBps = BigInt.zero();
  protocol.unitScale = BigInt.zero();
  protocol.drainRatePerCapacity = BigInt.zero();
  protocol.maxStages = BigInt.zero();
  learnDialect(protocol);
  return protocol;
}

/**
 * What the manifest says of contracts that speak a dialect: its name, how it differs, where each contract is, and the
 * parameters that no event tells, as `Contract.NAME`. Without a context they speak as the blueprint does.
 */
function learnDialect(protocol: Protocol): void {
  const context = dataSource.context();
  const isDialect = context.isSet("dialect");
  protocol.dialect = isDialect ? context.getString("dialect") : "blueprint";
  protocol.isRawCapped = isDialect && context.getBoolean("isRawCapped");
  protocol.isRegistrationSmoothed = !isDialect || context.getBoolean("isRegistrationSmoothed");
  protocol.hasAggregator = isDialect && context.getBoolean("hasAggregator");
  protocol.save();

  const facts = context.entries;
  for (let i = 0; i < facts.length; i++) {
    const parts = facts[i].key.split(".");
    if (parts.length != 2) continue;

    const value = facts[i].value.toBigInt();
    keepParameter(protocol, parts[1], value);
    keepConstant(context.getBytes(parts[0]), parts[1], value);
  }
}

/** Adds to the stakes of the network (token wei). */
export function addStaked(protocol: Protocol, amount: BigInt): void {
  protocol.totalStaked = protocol.totalStaked.plus(amount);
  protocol.stake = protocol.stake.plus(amount);
  protocol.save();
}

/** Takes an unstake off the stakes of the network (token wei). */
export function addUnstaked(protocol: Protocol, amount: BigInt): void {
  protocol.totalUnstaked = protocol.totalUnstaked.plus(amount);
  protocol.stake = protocol.stake.minus(amount);
  protocol.save();
}

/** Takes a slash off the stakes of the network (token wei). */
export function addSlashed(protocol: Protocol, amount: BigInt): void {
  protocol.totalSlashed = protocol.totalSlashed.plus(amount);
  protocol.stake = protocol.stake.minus(amount);
  protocol.save();
}

/** Adds a deposit to the buffers of the network (token wei). */
export function addDeposited(protocol: Protocol, amount: BigInt): void {
  protocol.totalDeposited = protocol.totalDeposited.plus(amount);
  protocol.bufferLevel = protocol.bufferLevel.plus(amount);
  protocol.save();
}

/** Takes a drain off the buffers of the network (token wei). */
export function addDrained(protocol: Protocol, amount: BigInt): void {
  protocol.totalDrained = protocol.totalDrained.plus(amount);
  protocol.bufferLevel = protocol.bufferLevel.minus(amount);
  protocol.save();
}

/** Keeps the value of a parameter that handlers and clients need; others are only in Parameter. */
export function keepParameter(protocol: Protocol, name: string, value: BigInt): void {
  if (name == "MIN_SINK_STAKE") protocol.minSinkStake = value;
  else if (name == "STAKE_UNIT") protocol.stakeUnit = value;
  else if (name == "CAPACITY_PRECISION") protocol.capacityPrecision = value;
  else if (name == "UNBONDING_DELAY") protocol.unbondingDelay = value;
  else if (name == "EWMA_ALPHA_BPS") protocol.ewmaAlphaBps = value;
  else if (name == "COMMIT_TIMEOUT") protocol.commitTimeout = value;
  else if (name == "MAX_SINKS") protocol.maxSinks = value;
  else if (name == "REBALANCE_THRESHOLD_BPS") protocol.rebalanceThresholdBps = value;
  else if (name == "UNIT_SCALE") protocol.unitScale = value;
  else if (name == "DRAIN_RATE_PER_CAPACITY") protocol.drainRatePerCapacity = value;
  else if (name == "MAX_STAGES") protocol.maxStages = value;
  else return;

  protocol.save();
}

/** Whether every sink's cap depends on the parameter. */
export function movesCaps(name: string): boolean {
  return name == "MIN_SINK_STAKE" || name == "STAKE_UNIT" || name == "CAPACITY_PRECISION";
}
