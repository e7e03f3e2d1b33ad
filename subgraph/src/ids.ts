import { Bytes, ethereum } from "@graphprotocol/graph-ts";

/** The only Protocol row: ASCII of manometer, `0x6d616e6f6d65746572`. */
export function protocolId(): Bytes {
  return Bytes.fromUTF8("manometer");
}

/** Collection: ASCII of the type's name, e.g. `0x52657665616c` for Reveal. */
export function collectionId(name: string): Bytes {
  return Bytes.fromUTF8(name);
}

/** Fact, and the Commitment of a Commit: transaction hash ++ log index, e.g. `0x5c50…e6` ++ `03000000` for log 3. */
export function factId(event: ethereum.Event): Bytes {
  return event.transaction.hash.concatI32(event.logIndex.toI32());
}

/** The fact that the log right before this one would have, e.g. `0x5c50…e6` ++ `02000000` seen from log 3. */
export function precedingFactId(event: ethereum.Event): Bytes {
  return event.transaction.hash.concatI32(event.logIndex.toI32() - 1);
}

/** SinkCapacity: taskTypeId ++ sink, e.g. `0x7472…00` (32 bytes) ++ `7099…79c8` (20 bytes). */
export function sinkCapacityId(taskTypeId: Bytes, sink: Bytes): Bytes {
  return taskTypeId.concat(sink);
}

/** PoolMember: pool ++ sink, e.g. `0x8464…bc` (20 bytes) ++ `7099…79c8` (20 bytes). */
export function poolMemberId(pool: Bytes, sink: Bytes): Bytes {
  return pool.concat(sink);
}

/** Parameter: contract ++ key, e.g. `0x5fbd…aa3` (20 bytes) ++ `45574d41…` (32 bytes). */
export function parameterId(contract: Bytes, key: Bytes): Bytes {
  return contract.concat(key);
}

/** Stage: pipelineId ++ taskTypeId, e.g. `0x91e0…` (32 bytes) ++ `7472…00` (32 bytes). */
export function stageId(pipelineId: Bytes, taskTypeId: Bytes): Bytes {
  return pipelineId.concat(taskTypeId);
}
