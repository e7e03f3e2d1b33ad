import { Staked, Unstaked, UnstakeRequested } from "../../generated/StakeManager/StakeManager";
import { Stake, Unstake, UnstakeRequest } from "../../generated/schema";
import { count } from "../entities/Collection";
import { addStaked, addUnstaked, getProtocol } from "../entities/Protocol";
import { addStake, addUnstake, getSink, requestUnstake } from "../entities/Sink";
import { stamp } from "../fact";
import { factId } from "../ids";
import { beginStakePoint, endStakePoint } from "../series";

export { handleParamUpdated } from "./Governed";
export { handleSlashExecuted, handleSlashed, handleSlasherSet } from "./Slashing";

/** A sink has added to its stake. */
export function handleStaked(event: Staked): void {
  const sink = getSink(event.params.sink, event.block);
  const stake = new Stake(factId(event));
  stamp(stake, event);
  stake.sink = sink.id;
  stake.amount = event.params.amount;
  stake.totalStake = event.params.totalStake;
  stake.stakeBefore = sink.stake;
  stake.capBefore = sink.cap;

  const point = beginStakePoint(sink, event.block);
  addStake(sink, stake.amount, stake.totalStake, event.block);
  addStaked(getProtocol(), stake.amount);
  point.staked = stake.amount;
  endStakePoint(point, sink);

  stake.capAfter = sink.cap;
  stake.save();
  count("Stake");
}

/** A sink has taken back a part of its stake. */
export function handleUnstaked(event: Unstaked): void {
  const sink = getSink(event.params.sink, event.block);
  const unstake = new Unstake(factId(event));
  stamp(unstake, event);
  unstake.sink = sink.id;
  unstake.amount = event.params.amount;
  unstake.stakeBefore = sink.stake;
  unstake.capBefore = sink.cap;

  const point = beginStakePoint(sink, event.block);
  addUnstake(sink, unstake.amount, event.block);
  addUnstaked(getProtocol(), unstake.amount);
  point.unstaked = unstake.amount;
  endStakePoint(point, sink);

  unstake.stakeAfter = sink.stake;
  unstake.capAfter = sink.cap;
  unstake.save();
  count("Unstake");
}

/** A sink has announced an unstake. */
export function handleUnstakeRequested(event: UnstakeRequested): void {
  const sink = getSink(event.params.sink, event.block);
  requestUnstake(sink, event.params.amount, event.params.availableAt);

  const request = new UnstakeRequest(factId(event));
  stamp(request, event);
  request.sink = sink.id;
  request.amount = event.params.amount;
  request.availableAt = event.params.availableAt;
  request.save();
  count("UnstakeRequest");
}
