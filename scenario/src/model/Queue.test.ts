import type { Address } from "viem";
import { describe, expect, it } from "vitest";
import { Queue, split } from "./Queue.ts";

const [a, b, c] = ["0xa", "0xb", "0xc"] as [Address, Address, Address];

describe("Queue", () => {
  it("gives each deposit the offsets after the one before", () => {
    const queue = new Queue();
    expect(queue.push(40n)).toEqual({ from: 0n, to: 40n });
    expect(queue.push(60n)).toEqual({ from: 40n, to: 100n });
    expect(queue.level).toBe(100n);
  });

  it("consumes from the head, and keeps the offsets of what comes later", () => {
    const queue = new Queue();
    queue.push(40n);
    queue.pop(30n);
    expect(queue.push(5n)).toEqual({ from: 40n, to: 45n });
    expect([queue.head, queue.tail, queue.level]).toEqual([30n, 45n, 15n]);
  });

  it("refuses to give more than waits", () => {
    const queue = new Queue();
    queue.push(10n);
    expect(() => queue.pop(11n)).toThrow("only 10 waits");
  });
});

describe("split", () => {
  it("shares pro rata, floored, and leaves the dust", () => {
    const weights = new Map([
      [a, 1n],
      [b, 2n],
      [c, 4n],
    ]);
    expect(split(100n, weights)).toEqual([
      { sink: a, amount: 14n },
      { sink: b, amount: 28n },
      { sink: c, amount: 57n },
    ]);
  });

  it("leaves out who gets nothing", () => {
    const weights = new Map([
      [a, 1n],
      [b, 999n],
    ]);
    expect(split(10n, weights)).toEqual([{ sink: b, amount: 9n }]);
  });

  it("gives nobody anything without weights", () => {
    expect(split(10n, new Map([[a, 0n]]))).toEqual([]);
    expect(split(10n, new Map())).toEqual([]);
  });
});
