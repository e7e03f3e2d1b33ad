import { RLP } from "@ethereumjs/rlp";
import { bytesToHex, type Hex, hexToBytes } from "viem";

/** An item of RLP: bytes as hex, or a list of items. */
export type Item = Hex | Item[];

type Bytes = Uint8Array | Bytes[];

/** The RLP encoding of an item. */
export function encodeRlp(item: Item): Uint8Array {
  return RLP.encode(toBytes(item));
}

/** The item that the bytes encode. Throws when they are no RLP, or hold more than one item. */
export function decodeRlp(bytes: Uint8Array): Item {
  return toItem(RLP.decode(bytes));
}

/** A number as RLP holds it: big-endian without leading zeros, nothing for zero. */
export function integer(value: Hex | number | bigint): Hex {
  const digits = BigInt(value).toString(16);
  if (digits === "0") return "0x";
  return `0x${digits.length % 2 === 1 ? "0" : ""}${digits}`;
}

function toBytes(item: Item): Bytes {
  return typeof item === "string" ? hexToBytes(item) : item.map(toBytes);
}

function toItem(bytes: Bytes): Item {
  return bytes instanceof Uint8Array ? bytesToHex(bytes) : bytes.map(toItem);
}
