import { BigInt } from "@graphprotocol/graph-ts";
import { Protocol } from "../generated/schema";

/**
 * The capacity that a stake backs: `isqrt(stake · CAPACITY_PRECISION² / STAKE_UNIT)`, floored at both steps as in
 * CapacityCap.sol, and 0 below MIN_SINK_STAKE.
 * @param stake token wei
 * @param protocol the parameters in force; 0 before STAKE_UNIT is known
 */
export function capOf(stake: BigInt, protocol: Protocol): BigInt {
  const unit = protocol.stakeUnit;
  if (unit.isZero() || stake.lt(protocol.minSinkStake) || stake.le(BigInt.zero())) return BigInt.zero();

  const precision = protocol.capacityPrecision;
  return stake.times(precision).times(precision).div(unit).sqrt();
}

/** The smaller of two amounts. */
export function smaller(a: BigInt, b: BigInt): BigInt {
  return a.lt(b) ? a : b;
}

/** `α · sample / 10000`, floored: the first value of an EWMA that starts from 0 (Ewma.sol). */
export function firstSmoothed(sample: BigInt, alphaBps: BigInt): BigInt {
  return sample.times(alphaBps).div(BigInt.fromI32(10000));
}
