import type { Address, Hex } from "viem";
import type { Moment } from "../acts.ts";
import type { History } from "./History.ts";
import type { Parameters } from "./Parameters.ts";
import { Queue, split } from "./Queue.ts";
import type { Registry } from "./Registry.ts";

/** A task type's buffer; `max` 0 is unlimited, `accruesFrom` the block from which the right to drain grows. */
export type Buffer = { queue: Queue; max: bigint; accruesFrom: number };

export type DepositRecord = Moment & {
  taskType: Hex;
  source: Address;
  amount: bigint;
  from: bigint;
  to: bigint;
};
export type DrainRecord = Moment & { taskType: Hex; sink: Address; amount: bigint };

/** The buffers, as EscrowBuffer should keep them. */
export class Buffers {
  readonly deposits: DepositRecord[] = [];
  readonly drains: DrainRecord[] = [];
  readonly #history: History;
  readonly #parameters: Parameters;
  readonly #registry: Registry;
  readonly #buffers = new Map<Hex, Buffer>();

  constructor(history: History, parameters: Parameters, registry: Registry) {
    this.#history = history;
    this.#parameters = parameters;
    this.#registry = registry;
  }

  of(id: Hex): Buffer {
    const buffer = this.#buffers.get(id) ?? { queue: new Queue(), max: 0n, accruesFrom: 0 };
    this.#buffers.set(id, buffer);
    return buffer;
  }

  /** Token wei that still fit; null where there is no maximum. */
  room(id: Hex): bigint | null {
    const { max, queue } = this.of(id);
    if (max === 0n) return null;
    return max > queue.level ? max - queue.level : 0n;
  }

  setMax(id: Hex, bufferMax: bigint): void {
    this.of(id).max = bufferMax;
    this.#history.emit("EscrowBuffer", "BufferMaxSet", { taskTypeId: id, bufferMax });
  }

  deposit(id: Hex, source: Address, amount: bigint): void {
    const room = this.room(id);
    if (room !== null && amount > room)
      throw new Error(`deposit of ${amount} does not fit into the buffer of ${id}`);
    this.#accept(id, source, amount);
    if (this.room(id) === 0n) this.#full(id);
  }

  depositUpTo(id: Hex, source: Address, amount: bigint): void {
    const room = this.room(id);
    const accepted = room === null || amount <= room ? amount : room;
    if (accepted > 0n) this.#accept(id, source, accepted);
    if (accepted < amount || this.room(id) === 0n) this.#full(id);
  }

  /** What a drain would share out now. */
  drainable(id: Hex): bigint {
    const { queue, accruesFrom } = this.of(id);
    const rate = this.#parameters.of("EscrowBuffer", "DRAIN_RATE_PER_CAPACITY");
    if (rate === 0n) return queue.level;
    const due = rate * this.#registry.totalEffective(id) * BigInt(this.#history.now.block - accruesFrom);
    return due < queue.level ? due : queue.level;
  }

  /** Whether a drain would pay anybody. */
  canDrain(id: Hex): boolean {
    return split(this.drainable(id), this.#registry.effective(id)).length > 0;
  }

  drain(id: Hex): void {
    const shares = split(this.drainable(id), this.#registry.effective(id));
    if (shares.length === 0) throw new Error(`The buffer of ${id} has nothing to drain`);
    const buffer = this.of(id);
    buffer.accruesFrom = this.#history.now.block;
    for (const { sink, amount } of shares) {
      buffer.queue.pop(amount);
      this.drains.push({ ...this.#history.now, taskType: id, sink, amount });
      this.#history.emit("EscrowBuffer", "Drained", { taskTypeId: id, sink, amount });
    }
  }

  #accept(id: Hex, source: Address, amount: bigint): void {
    if (amount <= 0n) throw new Error(`deposit of ${amount} by ${source}: expected more than 0`);
    const buffer = this.of(id);
    // an empty buffer saves up no right to drain
    if (buffer.queue.level === 0n) buffer.accruesFrom = this.#history.now.block;
    const { from, to } = buffer.queue.push(amount);
    this.deposits.push({ ...this.#history.now, taskType: id, source, amount, from, to });
    this.#history.emit("EscrowBuffer", "Deposited", { taskTypeId: id, source, amount });
  }

  #full(id: Hex): void {
    const bufferLevel = this.of(id).queue.level;
    this.#history.emit("EscrowBuffer", "BufferFull", { taskTypeId: id, bufferLevel });
  }
}
