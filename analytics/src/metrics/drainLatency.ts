import { type Decimal, Exact } from "../decimal.ts";
import { add, type Moments, meanOf, NONE } from "./moments.ts";
import { ascending } from "./quantile.ts";

/** A slice [from, to) of a buffer's queue (token wei), and when it was put in or taken out. */
export type Slice = {
  readonly from: bigint;
  readonly to: bigint;
  /** Seconds since 1970. */
  readonly at: bigint;
  readonly block: bigint;
};

/** How long what was drained had waited. */
export type DrainLatency = {
  /** Token wei whose deposit is known. */
  readonly drained: bigint;
  /** In seconds. */
  readonly mean: Decimal | null;
  readonly p50: Decimal | null;
  readonly p95: Decimal | null;
  readonly meanBlocks: Decimal | null;
  readonly p50Blocks: Decimal | null;
  readonly p95Blocks: Decimal | null;
  readonly nullReason: string | null;
};

type Wait = { readonly value: bigint; readonly weight: bigint };

/**
 * The wait of every wei of the drains: its drain's time − its deposit's, matched by their offsets in the queue, each wei
 * one sample. Mean, and quantiles of type 7.
 * @param deposits in queue order
 * @param drains in queue order
 */
export function drainLatency(deposits: readonly Slice[], drains: readonly Slice[]): DrainLatency {
  const pairs = matches(deposits, drains);
  const seconds = pairs.map(({ deposit, drain, weight }) => ({ value: drain.at - deposit.at, weight }));
  const blocks = pairs.map(({ deposit, drain, weight }) => ({ value: drain.block - deposit.block, weight }));
  const all = momentsOf(seconds);
  return {
    drained: all.weight,
    mean: meanOf(all),
    p50: weightedQuantile(seconds, "0.5"),
    p95: weightedQuantile(seconds, "0.95"),
    meanBlocks: meanOf(momentsOf(blocks)),
    p50Blocks: weightedQuantile(blocks, "0.5"),
    p95Blocks: weightedQuantile(blocks, "0.95"),
    nullReason:
      all.weight > 0n ? null : "mean, p50, p95, meanBlocks, p50Blocks, p95Blocks: nothing was drained",
  };
}

/** The type-7 quantile of values that each occur `weight` times; null where there is none. */
export function weightedQuantile(values: readonly Wait[], p: string): Decimal | null {
  const sorted = [...values].sort((a, b) => ascending(a.value, b.value));
  const count = sorted.reduce((sum, { weight }) => sum + weight, 0n);
  if (count === 0n) return null;
  const h = new Exact(p).times(new Exact(count - 1n));
  const below = nth(sorted, BigInt(h.floor().toFixed(0)));
  const above = nth(sorted, BigInt(h.ceil().toFixed(0)));
  return new Exact(above - below).times(h.minus(h.floor())).plus(new Exact(below));
}

function nth(sorted: readonly Wait[], index: bigint): bigint {
  let passed = 0n;
  for (const { value, weight } of sorted) {
    passed += weight;
    if (index < passed) return value;
  }
  return sorted.at(-1)?.value ?? 0n;
}

function matches(deposits: readonly Slice[], drains: readonly Slice[]) {
  const pairs: { deposit: Slice; drain: Slice; weight: bigint }[] = [];
  let next = 0;
  for (const drain of drains) {
    while ((deposits[next]?.to ?? drain.to) <= drain.from) next++;
    for (let index = next; ; index++) {
      const deposit = deposits[index];
      if (deposit === undefined || deposit.from >= drain.to) break;
      const from = deposit.from > drain.from ? deposit.from : drain.from;
      const to = deposit.to < drain.to ? deposit.to : drain.to;
      if (to > from) pairs.push({ deposit, drain, weight: to - from });
    }
  }
  return pairs;
}

function momentsOf(values: readonly Wait[]): Moments {
  return values.reduce((moments, { value, weight }) => add(moments, value, weight), NONE);
}
