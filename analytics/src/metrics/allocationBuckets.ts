import { type Decimal, Exact, ratio } from "../decimal.ts";
import { byInterval, intervalsOf, type Window } from "../series.ts";
import { combine, type StepSeries, valuesBefore } from "../steps.ts";

/** One member's part of a pool over one interval; shares from 0 to 1. */
export type AllocationShare = {
  readonly units: bigint;
  readonly share: Decimal | null;
  readonly timeWeightedShare: Decimal | null;
};

/** A pool's units over one interval; `shares` in the members' order. */
export type AllocationBucket = {
  readonly interval: Window;
  readonly totalUnits: bigint;
  readonly shares: readonly AllocationShare[];
  readonly filled: boolean;
  readonly nullReason: string | null;
};

/**
 * Who gets which part of the streams, one row for each interval of the window: units and share = units/Σ units at its
 * end, and the share's mean over the seconds with Σ units > 0. `filled` where no units changed in it.
 * @param members each member's units over time
 * @param interval seconds
 */
export function allocationBuckets(
  members: readonly StepSeries<bigint>[],
  window: Window,
  interval: bigint,
): AllocationBucket[] {
  const units = combine(members, (values) => [...values]);
  const changes = byInterval(units.steps, ({ at }) => at, window, interval);
  const cuts = intervalsOf(window, interval).map(({ from, to }, index) => ({
    interval: { from, to },
    ends: [...(changes[index] ?? []).map(({ at }) => at).filter((at) => at > from), to],
  }));
  const held = valuesBefore(
    units,
    cuts.flatMap(({ ends }) => ends),
  );
  let next = 0;
  return cuts.map(({ interval: slot, ends }, index) => {
    const parts = ends.map((end, part): Part => {
      const values = held[next++] ?? [];
      return { values, total: sumOf(values), seconds: end - (ends[part - 1] ?? slot.from) };
    });
    return { interval: slot, ...rowOf(parts), filled: changes[index]?.length === 0 };
  });
}

type Part = { readonly values: readonly bigint[]; readonly total: bigint; readonly seconds: bigint };

function rowOf(parts: readonly Part[]) {
  const weight = sumOf(parts.map(({ total, seconds }) => (total === 0n ? 0n : seconds)));
  const last = parts.at(-1);
  const shares = (last?.values ?? []).map((units, member) => ({
    units,
    share: ratio(units, last?.total ?? 0n),
    timeWeightedShare: weight === 0n ? null : sharesOver(parts, member).div(new Exact(weight)),
  }));
  const reasons = [
    ...(last?.total === 0n ? ["share: the pool has no units at the interval's end"] : []),
    ...(weight === 0n ? ["timeWeightedShare: the pool has no units in the interval"] : []),
  ];
  return {
    totalUnits: last?.total ?? 0n,
    shares,
    nullReason: reasons.length === 0 ? null : reasons.join("; "),
  };
}

function sharesOver(parts: readonly Part[], member: number): Decimal {
  return parts.reduce(
    (sum, { values, total, seconds }) => sum.plus(ratio((values[member] ?? 0n) * seconds, total) ?? 0),
    new Exact(0),
  );
}

function sumOf(values: readonly bigint[]): bigint {
  return values.reduce((sum, value) => sum + value, 0n);
}
