import { type Heap, TypeId } from "./Heap.ts";

/** graph-ts's numbers for the kinds of a stored value. */
export const Kind = {
  String: 0,
  Int: 1,
  Bool: 3,
  Array: 4,
  Null: 5,
  Bytes: 6,
  BigInt: 7,
  Int8: 8,
  Timestamp: 9,
} as const;

/** A field's value: bytes are `0x` and hex, whole numbers of every size bigint, lists as they are. */
export type StoreValue = { kind: number; data: string | bigint | boolean | null | readonly StoreValue[] };

/** An entity's fields by name. */
export type Entity = Map<string, StoreValue>;

const NULL: StoreValue = { kind: Kind.Null, data: null };

/** Reads graph-ts's Value. Throws on a kind that the host does not know (BigDecimal). */
export function readValue(heap: Heap, pointer: number): StoreValue {
  const kind = heap.u32(pointer);
  const payload = heap.u32(pointer + 8);
  if (kind === Kind.Null) return NULL;
  if (kind === Kind.Bool) return { kind, data: payload !== 0 };
  if (kind === Kind.Int) return { kind, data: BigInt.asIntN(32, BigInt(payload)) };
  if (kind === Kind.Int8 || kind === Kind.Timestamp) return { kind, data: heap.i64(pointer + 8) };
  if (kind === Kind.String) return { kind, data: heap.string(payload) };
  if (kind === Kind.Bytes) return { kind, data: heap.hex(payload) };
  if (kind === Kind.BigInt) return { kind, data: heap.bigint(payload) };
  if (kind === Kind.Array) return { kind, data: heap.array(payload).map((item) => readValue(heap, item)) };
  throw new Error(`a value of kind ${kind}, which this host does not know: add it to tests/host/value.ts`);
}

/** Writes graph-ts's Value and gives its address. */
export function writeValue(heap: Heap, { kind, data }: StoreValue): number {
  return heap.newValue(TypeId.StoreValue, kind, payloadOf(heap, kind, data));
}

function payloadOf(heap: Heap, kind: number, data: StoreValue["data"]): bigint {
  if (data === null) return 0n;
  if (typeof data === "boolean") return data ? 1n : 0n;
  if (typeof data === "bigint") return kind === Kind.BigInt ? BigInt(heap.newBigint(data)) : data;
  if (typeof data === "string") return BigInt(kind === Kind.Bytes ? heap.newHex(data) : heap.newString(data));
  return BigInt(
    heap.newArray(
      TypeId.ArrayStoreValue,
      data.map((item) => writeValue(heap, item)),
    ),
  );
}

/** Reads graph-ts's Entity. */
export function readEntity(heap: Heap, pointer: number): Entity {
  const entries = heap.array(heap.u32(pointer));
  return new Map(
    entries.map((entry) => [heap.string(heap.u32(entry)), readValue(heap, heap.u32(entry + 4))]),
  );
}

/** Writes graph-ts's Entity and gives its address; null is 0. */
export function writeEntity(heap: Heap, entity: Entity | null): number {
  if (entity === null) return 0;
  const entries = [...entity].map(([name, value]) =>
    heap.newObject(TypeId.Entry, [heap.newString(name), writeValue(heap, value)]),
  );
  return heap.newObject(TypeId.Entity, [heap.newArray(TypeId.ArrayEntity, entries)]);
}

/** The text by which matchstick's assertions name a value: digits, hex, `[a, b]`. */
export function textOf({ data }: StoreValue): string {
  return Array.isArray(data) ? `[${data.map(textOf).join(", ")}]` : String(data);
}
