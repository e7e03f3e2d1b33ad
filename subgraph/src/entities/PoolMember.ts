import { BigInt } from "@graphprotocol/graph-ts";
import { Pool, PoolMember, SinkCapacity } from "../../generated/schema";
import { poolMemberId } from "../ids";
import { count } from "./Collection";

/** The sink's place in the pool, without units at its first event. */
export function getPoolMember(pool: Pool, capacity: SinkCapacity): PoolMember {
  const id = poolMemberId(pool.id, capacity.sink);
  const existing = PoolMember.load(id);
  if (existing !== null) return existing;

  const member = new PoolMember(id);
  member.pool = pool.id;
  member.sink = capacity.sink;
  member.sinkCapacity = capacity.id;
  member.units = BigInt.zero();
  member.settled = BigInt.zero();
  member.settledIndex = pool.perUnitIndex;
  member.settledShareIndex = pool.shareIndex;
  member.settledAt = pool.indexUpdatedAt;
  member.unitsChangeCount = BigInt.zero();
  count("PoolMember");
  return member;
}

/**
 * Settles what it has been sent since its units last changed, and gives it new units.
 * The pool's indexes must stand at this moment.
 * @returns what was settled (SuperToken wei)
 */
export function settle(member: PoolMember, pool: Pool, newUnits: BigInt): BigInt {
  const sent = member.units.times(pool.perUnitIndex.minus(member.settledIndex));
  member.settled = member.settled.plus(sent);
  member.settledIndex = pool.perUnitIndex;
  member.settledShareIndex = pool.shareIndex;
  member.settledAt = pool.indexUpdatedAt;
  member.units = newUnits;
  member.unitsChangeCount = member.unitsChangeCount.plus(BigInt.fromI32(1));
  member.save();
  return sent;
}
