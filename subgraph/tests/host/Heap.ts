/** What an AssemblyScript module gives to its host, compiled with `--exportRuntime` and graph-ts's global.ts. */
export type Runtime = {
  memory: WebAssembly.Memory;
  __new(size: number, id: number): number;
  id_of_type(type: number): number;
};

/** graph-ts's numbers for the types that a host has to make. */
export const TypeId = {
  String: 0,
  ArrayBuffer: 1,
  Uint8Array: 6,
  ArrayEthereumValue: 15,
  ArrayStoreValue: 16,
  ArrayEventParam: 19,
  ArrayEntity: 21,
  EventParam: 23,
  EthereumTransaction: 24,
  EthereumBlock: 25,
  EthereumValue: 30,
  StoreValue: 31,
  EthereumEvent: 33,
  Entry: 34,
  Entity: 36,
} as const;

/**
 * The memory of one instance, as AssemblyScript 0.19 lays it out: 4-byte pointers, 0 for null, an object's size in the
 * 4 bytes before it. Nothing is ever freed (`--runtime stub`).
 */
export class Heap {
  readonly #runtime: Runtime;
  #view: DataView;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
    this.#view = new DataView(runtime.memory.buffer);
  }

  /** The number at an address, 4 bytes, unsigned. */
  u32(address: number): number {
    return this.#fresh().getUint32(address, true);
  }

  /** The number at an address, 8 bytes, signed. */
  i64(address: number): bigint {
    return this.#fresh().getBigInt64(address, true);
  }

  string(pointer: number): string {
    const size = this.u32(pointer - 4);
    return Buffer.from(this.#runtime.memory.buffer, pointer, size).toString("utf16le");
  }

  /** A Bytes, an Address or another Uint8Array: a copy. */
  bytes(pointer: number): Buffer {
    const [start, length] = [this.u32(pointer + 4), this.u32(pointer + 8)];
    return Buffer.from(Buffer.from(this.#runtime.memory.buffer, start, length));
  }

  hex(pointer: number): string {
    return `0x${this.bytes(pointer).toString("hex")}`;
  }

  /** A BigInt: two's complement, little-endian, of any length. */
  bigint(pointer: number): bigint {
    const bytes = this.bytes(pointer).reverse();
    if (bytes.length === 0) return 0n;
    return BigInt.asIntN(8 * bytes.length, BigInt(`0x${bytes.toString("hex")}`));
  }

  /** The pointers in an array of objects. */
  array(pointer: number): number[] {
    const [start, length] = [this.u32(pointer + 4), this.u32(pointer + 12)];
    return Array.from({ length }, (_, i) => this.u32(start + 4 * i));
  }

  /** An object of pointers and other 4-byte numbers. */
  newObject(type: number, fields: readonly number[]): number {
    const pointer = this.#new(type, 4 * fields.length);
    const view = this.#fresh();
    for (const [i, field] of fields.entries()) view.setUint32(pointer + 4 * i, field, true);
    return pointer;
  }

  /** A store's or an Ethereum's Value: its kind, and 8 bytes of payload. */
  newValue(type: number, kind: number, payload: bigint): number {
    const pointer = this.#new(type, 16);
    const view = this.#fresh();
    view.setUint32(pointer, kind, true);
    view.setBigInt64(pointer + 8, BigInt.asIntN(64, payload), true);
    return pointer;
  }

  newString(text: string): number {
    const pointer = this.#new(TypeId.String, 2 * text.length);
    Buffer.from(this.#runtime.memory.buffer).write(text, pointer, "utf16le");
    return pointer;
  }

  newBytes(bytes: Uint8Array): number {
    const buffer = this.#new(TypeId.ArrayBuffer, bytes.length);
    new Uint8Array(this.#runtime.memory.buffer).set(bytes, buffer);
    return this.newObject(TypeId.Uint8Array, [buffer, buffer, bytes.length]);
  }

  newHex(hex: string): number {
    return this.newBytes(Buffer.from(hex.slice(2), "hex"));
  }

  newBigint(value: bigint): number {
    const magnitude = value < 0n ? -value - 1n : value;
    const length = Math.floor(magnitude.toString(2).length / 8) + 1;
    const digits = BigInt.asUintN(8 * length, value)
      .toString(16)
      .padStart(2 * length, "0");
    return this.newBytes(Buffer.from(digits, "hex").reverse());
  }

  newArray(type: number, pointers: readonly number[]): number {
    const size = 4 * pointers.length;
    const buffer = this.newObject(TypeId.ArrayBuffer, pointers);
    return this.newObject(type, [buffer, buffer, size, pointers.length]);
  }

  #new(type: number, size: number): number {
    return this.#runtime.__new(size, this.#runtime.id_of_type(type));
  }

  /** A view of the memory, made anew after it has grown. */
  #fresh(): DataView {
    if (this.#view.buffer !== this.#runtime.memory.buffer)
      this.#view = new DataView(this.#runtime.memory.buffer);
    return this.#view;
  }
}
