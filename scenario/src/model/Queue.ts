import type { Address } from "viem";

/** What a drain pays one sink, in token wei. */
export type Share = { sink: Address; amount: bigint };

/**
 * A FIFO of deposits as two cumulative offsets: `[head, tail)` waits. A deposit owns the offsets that it pushed;
 * a drain consumes from the head and is shared in proportion to weights.
 */
export class Queue {
  head = 0n;
  tail = 0n;

  get level(): bigint {
    return this.tail - this.head;
  }

  /** Appends an amount; gives the offsets that it owns. */
  push(amount: bigint): { from: bigint; to: bigint } {
    const from = this.tail;
    this.tail += amount;
    return { from, to: this.tail };
  }

  /** Consumes an amount from the head. Throws when less waits. */
  pop(amount: bigint): void {
    if (amount > this.level) throw new RangeError(`pop of ${amount}: only ${this.level} waits`);
    this.head += amount;
  }
}

/** Splits an amount pro rata: each floored, zero shares left out; what flooring leaves stays behind as dust. */
export function split(amount: bigint, weights: ReadonlyMap<Address, bigint>): Share[] {
  let total = 0n;
  for (const weight of weights.values()) total += weight;
  if (total === 0n) return [];
  const shares = [...weights].map(([sink, weight]) => ({ sink, amount: (amount * weight) / total }));
  return shares.filter((share) => share.amount > 0n);
}
