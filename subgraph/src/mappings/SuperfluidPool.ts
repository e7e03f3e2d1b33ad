import { Pool, PoolMember, UnitsChange } from "../../generated/schema";
import { MemberUnitsUpdated } from "../../generated/templates/SuperfluidPool/SuperfluidPool";
import { count } from "../entities/Collection";
import { accrue, moveUnits } from "../entities/Pool";
import { getPoolMember, settle } from "../entities/PoolMember";
import { getPair } from "../entities/pair";
import { stamp } from "../fact";
import { factId } from "../ids";
import { beginAllocationPoint, endAllocationPoint } from "../series";

/** A member's units have changed: what it was sent with the old ones is settled. */
export function handleMemberUnitsUpdated(event: MemberUnitsUpdated): void {
  const pool = Pool.load(event.address);
  if (pool === null) return;

  accrue(pool, event.block);
  const capacity = getPair(pool.taskType, event.params.member, event.block);
  const member = getPoolMember(pool, capacity);

  const point = beginAllocationPoint(member, pool, event.block);
  point.streamed = settle(member, pool, event.params.newUnits);
  moveUnits(pool, event.params.oldUnits, event.params.newUnits);
  endAllocationPoint(point, member, pool);

  const change = new UnitsChange(factId(event));
  stamp(change, event);
  change.token = event.params.token;
  change.oldUnits = event.params.oldUnits;
  change.newUnits = event.params.newUnits;
  describe(change, pool, member);
  change.save();
  count("UnitsChange");
}

function describe(change: UnitsChange, pool: Pool, member: PoolMember): void {
  change.pool = pool.id;
  change.member = member.id;
  change.sink = member.sink;
  change.totalUnits = pool.totalUnits;
  change.perUnitIndex = pool.perUnitIndex;
  change.memberSettled = member.settled;
}
