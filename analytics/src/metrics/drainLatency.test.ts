import fc from "fast-check";
import { expect, test } from "vitest";
import { drainLatency, type Slice, weightedQuantile } from "./drainLatency.ts";
import { quantile } from "./quantile.ts";

test("each wei waits from its deposit to its drain", () => {
  const deposits = [slice(0n, 10n, 0n), slice(10n, 40n, 100n)];
  const result = drainLatency(deposits, [slice(0n, 20n, 200n)]);
  expect([result.drained, result.mean, result.p50, result.meanBlocks].map(String)).toEqual([
    "20",
    "150",
    "150",
    "15",
  ]);
  expect(result.nullReason).toBeNull();
});

test("nothing drained: null with its reason", () => {
  const result = drainLatency([slice(0n, 10n, 0n)], []);
  expect(result).toMatchObject({
    drained: 0n,
    mean: null,
    p50: null,
    p95: null,
    meanBlocks: null,
    p95Blocks: null,
  });
  expect(result.nullReason).toContain("nothing was drained");
});

test("a weighted quantile is the quantile of so many copies", () => {
  const values = fc.array(fc.record({ value: fc.bigInt(0n, 50n), weight: fc.bigInt(0n, 6n) }), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(values, fc.constantFrom("0", "0.5", "0.95", "1"), (all, p) => {
      const copies = all.flatMap(({ value, weight }) => Array.from({ length: Number(weight) }, () => value));
      expect(weightedQuantile(all, p)?.toString()).toBe(quantile(copies, p)?.toString());
    }),
  );
});

test("it agrees with following every single wei", () => {
  const parts = fc.array(fc.bigInt(1n, 12n), { minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(parts, parts, fc.bigInt(0n, 30n), (ins, outs, skipped) => {
      const deposits = queue(ins, 0n, 0n);
      const tail = deposits.at(-1)?.to ?? 0n;
      const drains = queue(outs, skipped, 1000n).filter(({ to }) => to <= tail);
      const waits: bigint[] = [];
      for (const drain of drains) {
        for (let wei = drain.from; wei < drain.to; wei++) {
          const deposit = deposits.find(({ from, to }) => from <= wei && wei < to);
          if (deposit) waits.push(drain.at - deposit.at);
        }
      }
      const result = drainLatency(deposits, drains);
      expect(result.drained).toBe(BigInt(waits.length));
      expect([result.p50, result.p95].map(String)).toEqual(
        ["0.5", "0.95"].map((p) => String(quantile(waits, p))),
      );
      const sum = waits.reduce((total, wait) => total + wait, 0n);
      if (waits.length > 0) expect(result.mean?.times(waits.length).toFixed(0)).toBe(String(sum));
    }),
  );
});

function queue(amounts: readonly bigint[], start: bigint, at: bigint): Slice[] {
  let offset = start;
  return amounts.map((amount, index) => {
    offset += amount;
    return slice(offset - amount, offset, at + 10n * BigInt(index));
  });
}

function slice(from: bigint, to: bigint, at: bigint): Slice {
  return { from, to, at, block: at / 10n };
}
