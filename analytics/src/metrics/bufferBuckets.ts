import { type Decimal, ratio } from "../decimal.ts";
import { byInterval, type Window } from "../series.ts";
import { type LevelBucket, levelBuckets } from "./levelBuckets.ts";
import { heldMoments, joinAll, type Run } from "./run.ts";

/** One change of a buffer, or an hour's or a day's (token wei). */
export type BufferMoves = {
  readonly level: Run;
  /** 1 while level ≥ maximum > 0, else 0. */
  readonly full: Run;
  /** The maximum after it; 0 is unlimited. */
  readonly limit: bigint;
  readonly deposited: bigint;
  readonly drained: bigint;
};

/** What is known of a buffer: how it stood when the window began, and what moved it since, in chain order. */
export type BufferRead = {
  readonly before: { readonly level: bigint; readonly limit: bigint };
  readonly moves: readonly BufferMoves[];
};

/** A buffer over one interval (token wei); pressures are of the maximum at the interval's end. */
export type BufferBucket = LevelBucket & {
  readonly limit: bigint;
  readonly deposited: bigint;
  readonly drained: bigint;
  readonly secondsInFull: bigint;
  readonly pressure: Decimal | null;
  readonly peakPressure: Decimal | null;
  readonly meanPressure: Decimal | null;
  readonly nullReason: string | null;
};

/** 1 where a buffer is full, else 0: level ≥ maximum > 0. */
export function fullness(level: bigint, limit: bigint): bigint {
  return limit > 0n && level >= limit ? 1n : 0n;
}

/**
 * A buffer over time, one row for each interval: close = open + deposited − drained; pressure = level/maximum, undefined
 * where the maximum is 0 (unlimited).
 * @param span the window, and the interval in seconds
 */
export function bufferBuckets(
  { before, moves }: BufferRead,
  span: { readonly window: Window; readonly interval: bigint },
): BufferBucket[] {
  const groups = byInterval(moves, ({ level }) => level.firstAt, span.window, span.interval);
  const rows = levelBuckets(
    before.level,
    moves.map(({ level }) => level),
    span,
  );
  let { limit } = before;
  let full = fullness(before.level, limit);
  return rows.map((row, index) => {
    const group = groups[index] ?? [];
    const run = joinAll(group.map((move) => move.full));
    const secondsInFull = heldMoments(full, run, row.interval).sum;
    full = run?.last ?? full;
    limit = group.at(-1)?.limit ?? limit;
    const sum = (of: "deposited" | "drained") => group.reduce((total, move) => total + move[of], 0n);
    return {
      ...row,
      limit,
      deposited: sum("deposited"),
      drained: sum("drained"),
      secondsInFull,
      ...pressures(row, limit),
    };
  });
}

function pressures({ close, max, timeWeightedMean }: LevelBucket, limit: bigint) {
  return {
    pressure: ratio(close, limit),
    peakPressure: ratio(max, limit),
    meanPressure: limit === 0n ? null : (timeWeightedMean?.div(String(limit)) ?? null),
    nullReason: limit === 0n ? "pressure, peakPressure, meanPressure: the buffer is unlimited" : null,
  };
}
