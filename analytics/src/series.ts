/** A stretch of time, [from, to), in seconds since 1970. */
export type Window = { readonly from: bigint; readonly to: bigint };

/** A value seen at a moment (seconds since 1970). */
export type Sample = { readonly at: bigint; readonly value: bigint };

/**
 * How many intervals a window holds, the last one perhaps cut short.
 * @param interval seconds, at least 1
 */
export function intervalCount(window: Window, interval: bigint): bigint {
  return window.to <= window.from ? 0n : (window.to - window.from + interval - 1n) / interval;
}

/**
 * The window's intervals: counted from its start, without holes; the last ends where the window ends.
 * @param interval seconds, at least 1
 * @example intervalsOf({ from: 0n, to: 5n }, 2n) // [0,2) [2,4) [4,5)
 */
export function intervalsOf(window: Window, interval: bigint): Window[] {
  return Array.from({ length: Number(intervalCount(window, interval)) }, (_, index) => {
    const from = window.from + BigInt(index) * interval;
    const to = from + interval;
    return { from, to: to < window.to ? to : window.to };
  });
}

/**
 * What falls into each interval of a window, in the order given.
 * Whatever lies outside the window is left out.
 * @param atOf the moment that counts, in seconds since 1970
 */
export function byInterval<T>(
  facts: readonly T[],
  atOf: (fact: T) => bigint,
  window: Window,
  interval: bigint,
): T[][] {
  const groups = Array.from({ length: Number(intervalCount(window, interval)) }, (): T[] => []);
  for (const fact of facts) {
    const at = atOf(fact);
    if (at < window.from || at >= window.to) continue;
    groups[Number((at - window.from) / interval)]?.push(fact);
  }
  return groups;
}
