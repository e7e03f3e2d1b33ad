import { intervalsOf, type Window } from "../series.ts";

/** A pool's cumulative per-unit index at one of its facts (SuperToken wei per unit). */
export type IndexPoint = {
  readonly at: bigint;
  /** Just before the fact. */
  readonly before: bigint;
  /** Just after it: an instant distribution makes it jump. */
  readonly after: bigint;
};

/** A pool's per-unit index: it moves evenly from each point to the next, and from the last one at `rate` per second. */
export type PoolIndex = {
  readonly points: readonly IndexPoint[];
  readonly rate: bigint;
  /** The last second that has come (seconds since 1970). */
  readonly now: bigint;
};

/** A member at a change of its units: what it had been sent until then with the units that it had until then. */
export type Settlement = {
  readonly at: bigint;
  /** SuperToken wei. */
  readonly settled: bigint;
  readonly oldUnits: bigint;
  /** SuperToken wei per unit. */
  readonly index: bigint;
};

/** A member: its changes of units in chain order, and how it stands. */
export type Member = {
  readonly changes: readonly Settlement[];
  readonly settled: bigint;
  readonly units: bigint;
  readonly settledIndex: bigint;
};

/**
 * The per-unit index just before a moment, to the wei.
 * @param moment seconds since 1970, not before the first point, before which the index is 0
 */
export function indexBefore({ points, rate, now }: PoolIndex, moment: bigint): bigint {
  const next = firstAtOrAfter(points, moment);
  const last = points[next - 1];
  if (last === undefined) return 0n;
  const ahead = points[next];
  if (ahead === undefined) return last.after + rate * ((moment < now ? moment : now) - last.at);
  return last.after + ((ahead.before - last.after) * (moment - last.at)) / (ahead.at - last.at);
}

/**
 * What a member had been sent just before a moment: settled + units · (index − settledIndex), over all its unit segments
 * (SuperToken wei).
 */
export function sentBefore(member: Member, index: PoolIndex, moment: bigint): bigint {
  const perUnit = indexBefore(index, moment);
  const next = member.changes[firstAtOrAfter(member.changes, moment)];
  if (next === undefined) return member.settled + member.units * (perUnit - member.settledIndex);
  return next.settled - next.oldUnits * (next.index - perUnit);
}

/**
 * What a member was sent in each interval of a window (SuperToken wei): the rows add up to what it was sent in the window.
 * @param interval seconds
 */
export function streamedBuckets(
  member: Member,
  index: PoolIndex,
  window: Window,
  interval: bigint,
): bigint[] {
  const edges = [window.from, ...intervalsOf(window, interval).map(({ to }) => to)];
  const sent = edges.map((edge) => sentBefore(member, index, edge));
  return sent.slice(1).map((value, row) => value - (sent[row] ?? 0n));
}

function firstAtOrAfter(points: readonly { readonly at: bigint }[], moment: bigint): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.at ?? moment) < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}
