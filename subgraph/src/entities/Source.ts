import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import { Source } from "../../generated/schema";
import { count } from "./Collection";
import { getProtocol } from "./Protocol";

/** The source, made at its first event. */
export function getSource(address: Bytes, block: ethereum.Block): Source {
  const existing = Source.load(address);
  if (existing !== null) return existing;

  const source = new Source(address);
  source.protocol = getProtocol().id;
  source.totalDeposited = BigInt.zero();
  source.depositCount = BigInt.zero();
  source.totalDistributed = BigInt.zero();
  source.instantDistributionCount = BigInt.zero();
  source.flowDistributionCount = BigInt.zero();
  source.firstSeenAt = block.timestamp;
  source.firstSeenAtBlock = block.number;
  count("Source");
  return source;
}

/** It has put tokens into a buffer (token wei). */
export function addDeposit(source: Source, amount: BigInt): void {
  source.totalDeposited = source.totalDeposited.plus(amount);
  source.depositCount = source.depositCount.plus(BigInt.fromI32(1));
  source.save();
}

/** It has distributed an amount at once to a pool (SuperToken wei). */
export function addDistribution(source: Source, amount: BigInt): void {
  source.totalDistributed = source.totalDistributed.plus(amount);
  source.instantDistributionCount = source.instantDistributionCount.plus(BigInt.fromI32(1));
  source.save();
}

/** It has changed its stream to a pool. */
export function countFlow(source: Source): void {
  source.flowDistributionCount = source.flowDistributionCount.plus(BigInt.fromI32(1));
  source.save();
}
