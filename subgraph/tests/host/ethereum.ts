import { type Heap, TypeId } from "./Heap.ts";

/** graph-ts's numbers for the kinds of an Ethereum value. */
const Kind = {
  Address: 0,
  FixedBytes: 1,
  Bytes: 2,
  Int: 3,
  Uint: 4,
  Bool: 5,
  String: 6,
  FixedArray: 7,
  Array: 8,
  Tuple: 9,
};

/** A parameter's value: bytes and addresses as `0x` and hex. */
export type Parameter = {
  name: string;
  type: string;
  value: string | bigint | boolean | readonly (string | bigint)[];
};

/** A log with what handlers see of its block and transaction. Times in seconds. */
export type Log = {
  address: string;
  logIndex: number;
  transactionHash: string;
  from: string;
  /** Where the transaction goes to, where that is not the contract of the log. */
  to?: string;
  block: { number: number; timestamp: bigint };
  parameters: readonly Parameter[];
};

/** A value as text, its kind first, so that equal texts are equal values. */
export function ethereumText(heap: Heap, pointer: number): string {
  const kind = heap.u32(pointer);
  const payload = heap.u32(pointer + 8);
  const name = Object.keys(Kind)[kind] ?? `kind ${kind}`;
  if (kind <= Kind.Bytes) return `${name} ${heap.hex(payload)}`;
  if (kind <= Kind.Uint) return `${name} ${heap.bigint(payload)}`;
  if (kind === Kind.Bool) return `${name} ${payload !== 0}`;
  if (kind === Kind.String) return `${name} ${heap.string(payload)}`;
  return `${name} [${heap
    .array(payload)
    .map((item) => ethereumText(heap, item))
    .join(", ")}]`;
}

/** Writes graph-ts's ethereum.Event and gives its address. What handlers have no use for is zero. */
export function writeEvent(heap: Heap, log: Log): number {
  const parameters = log.parameters.map(({ name, type, value }) =>
    heap.newObject(TypeId.EventParam, [heap.newString(name), writeParameter(heap, type, value)]),
  );
  return heap.newObject(TypeId.EthereumEvent, [
    heap.newHex(log.address),
    heap.newBigint(BigInt(log.logIndex)),
    heap.newBigint(BigInt(log.logIndex)),
    0,
    writeBlock(heap, log.block),
    writeTransaction(heap, log),
    heap.newArray(TypeId.ArrayEventParam, parameters),
    0,
  ]);
}

function writeBlock(heap: Heap, { number, timestamp }: Log["block"]): number {
  const [hash, zero] = [heap.newBytes(new Uint8Array(32)), heap.newBigint(0n)];
  const author = heap.newBytes(new Uint8Array(20));
  const at = heap.newBigint(timestamp);
  const height = heap.newBigint(BigInt(number));
  const hashes = [hash, hash, hash, author, hash, hash, hash];
  return heap.newObject(TypeId.EthereumBlock, [...hashes, height, zero, zero, at, zero, zero, 0, 0]);
}

function writeTransaction(heap: Heap, { transactionHash, from, address, to: target = address }: Log): number {
  const [zero, input] = [heap.newBigint(0n), heap.newBytes(new Uint8Array(0))];
  const [hash, sender, to] = [heap.newHex(transactionHash), heap.newHex(from), heap.newHex(target)];
  return heap.newObject(TypeId.EthereumTransaction, [hash, zero, sender, to, zero, zero, zero, input, zero]);
}

function writeParameter(heap: Heap, type: string, value: Parameter["value"]): number {
  const [kind, payload] = encoded(heap, type, value);
  return heap.newValue(TypeId.EthereumValue, kind, BigInt(payload));
}

function encoded(heap: Heap, type: string, value: Parameter["value"]): [kind: number, payload: number] {
  if (type.endsWith("[]") && typeof value === "object") {
    const items = value.map((item) => writeParameter(heap, type.slice(0, -2), item));
    return [Kind.Array, heap.newArray(TypeId.ArrayEthereumValue, items)];
  }
  if (typeof value === "boolean") return [Kind.Bool, value ? 1 : 0];
  if (typeof value === "bigint") return [type.startsWith("u") ? Kind.Uint : Kind.Int, heap.newBigint(value)];
  if (typeof value !== "string") throw new Error(`a list is given for a parameter of type ${type}`);
  if (type === "address") return [Kind.Address, heap.newHex(value)];
  if (type === "string") return [Kind.String, heap.newString(value)];
  return [type === "bytes" ? Kind.Bytes : Kind.FixedBytes, heap.newHex(value)];
}
