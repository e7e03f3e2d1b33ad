import { BigInt, Entity, ethereum } from "@graphprotocol/graph-ts";

/** The order of the chain in one number: block number × 2³² + log index. */
export function sequenceOf(blockNumber: BigInt, logIndex: BigInt): BigInt {
  return blockNumber.leftShift(32).plus(logIndex);
}

/** Sets what every fact has from its log: the fields of the interface Event. */
export function stamp(fact: Entity, event: ethereum.Event): void {
  fact.setBigInt("blockNumber", event.block.number);
  fact.setBigInt("timestamp", event.block.timestamp);
  fact.setBytes("transactionHash", event.transaction.hash);
  fact.setI32("logIndex", event.logIndex.toI32());
  fact.setBigInt("sequence", sequenceOf(event.block.number, event.logIndex));
  fact.setBytes("transactionFrom", event.transaction.from);
}
