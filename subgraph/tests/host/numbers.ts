import type { Heap } from "./Heap.ts";
import type { Import, Imports } from "./Instance.ts";

function binary(compute: (x: bigint, y: bigint) => bigint): Import {
  return (heap: Heap, x = 0, y = 0) => heap.newBigint(compute(heap.bigint(x), heap.bigint(y)));
}

function withSmall(compute: (x: bigint, y: bigint) => bigint): Import {
  return (heap: Heap, x = 0, y = 0) => heap.newBigint(compute(heap.bigint(x), BigInt(y)));
}

function nonZero(y: bigint): bigint {
  if (y === 0n) throw new Error("BigInt: division by zero");
  return y;
}

/** 20 bytes from hex, with 0x or without. */
function address(text: string): string {
  const digits = text.replace(/^0x/, "");
  if (!/^[0-9a-fA-F]{40}$/.test(digits)) throw new Error(`"${text}" is no address: expected 40 hex digits`);
  return `0x${digits}`;
}

/** Arithmetic of BigInt and conversions to text, as graph-node has them: quotients are cut towards zero. */
export const numbers: Imports = {
  "numbers bigInt.plus": binary((x, y) => x + y),
  "numbers bigInt.minus": binary((x, y) => x - y),
  "numbers bigInt.times": binary((x, y) => x * y),
  "numbers bigInt.dividedBy": binary((x, y) => x / nonZero(y)),
  "numbers bigInt.mod": binary((x, y) => x % nonZero(y)),
  "numbers bigInt.bitOr": binary((x, y) => x | y),
  "numbers bigInt.bitAnd": binary((x, y) => x & y),
  "numbers bigInt.pow": withSmall((x, y) => x ** y),
  "numbers bigInt.leftShift": withSmall((x, y) => x << y),
  "numbers bigInt.rightShift": withSmall((x, y) => x >> y),
  "numbers bigInt.fromString": (heap, text = 0) => heap.newBigint(BigInt(heap.string(text))),
  "conversion typeConversion.bytesToString": (heap, bytes = 0) =>
    heap.newString(heap.bytes(bytes).toString("utf8").replaceAll("\0", "")),
  "conversion typeConversion.bytesToHex": (heap, bytes = 0) => heap.newString(heap.hex(bytes)),
  "conversion typeConversion.bigIntToString": (heap, number = 0) =>
    heap.newString(heap.bigint(number).toString()),
  "conversion typeConversion.bigIntToHex": (heap, number = 0) => {
    const value = heap.bigint(number);
    return heap.newString(value < 0n ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`);
  },
  "conversion typeConversion.stringToH160": (heap, text = 0) => heap.newHex(address(heap.string(text))),
};
