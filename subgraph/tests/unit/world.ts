import { Address, BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import { newMockEvent } from "matchstick-as";
import { getProtocol, keepParameter } from "../../src/entities/Protocol";

export const transcribe = Bytes.fromHexString("0x7472616e736372696265");
export const translate = Bytes.fromHexString("0x7472616e736c617465");
export const alice = Address.fromString("0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
export const bob = Address.fromString("0xbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
export const pool = Address.fromString("0x9999999999999999999999999999999999999999");
export const token = Address.fromString("0x7777777777777777777777777777777777777777");

export function big(value: i32): BigInt {
  return BigInt.fromI32(value);
}

/** An event in a block that is `number` tens of seconds after 0. */
export function eventAt(number: i32): ethereum.Event {
  const event = newMockEvent();
  event.block.number = big(number);
  event.block.timestamp = big(10 * number);
  return event;
}

export function blockAt(number: i32): ethereum.Block {
  return eventAt(number).block;
}

/** Parameters by which a stake of n backs a capacity of isqrt(100 n), from 4 on; 20 blocks to reveal, α = 0.3. */
export function setParameters(): void {
  const protocol = getProtocol();
  keepParameter(protocol, "CAPACITY_PRECISION", big(10));
  keepParameter(protocol, "STAKE_UNIT", big(1));
  keepParameter(protocol, "MIN_SINK_STAKE", big(4));
  keepParameter(protocol, "COMMIT_TIMEOUT", big(20));
  keepParameter(protocol, "EWMA_ALPHA_BPS", big(3000));
}
