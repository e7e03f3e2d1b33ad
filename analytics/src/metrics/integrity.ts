/** A check's answer: whether it holds, and the first offender's id and how it offends. */
export type Finding = {
  readonly holds: boolean;
  readonly offenderId: string | null;
  readonly detail: string | null;
};

/** What two ways to the same figure gave for one row. */
export type Pair = { readonly id: string; readonly found: bigint; readonly expected: bigint };

/** A reveal, as the EWMA took it in. */
export type EwmaStep = {
  readonly id: string;
  readonly capped: bigint;
  readonly smoothedBefore: bigint;
  readonly smoothed: bigint;
  readonly alphaBps: bigint;
};

/**
 * Whether all rows have what they should; names the first that has not.
 * @param what the figure, for people
 */
export function allEqual(pairs: readonly Pair[], what: string): Finding {
  const bad = pairs.find(({ found, expected }) => found !== expected);
  if (bad === undefined) return { holds: true, offenderId: null, detail: null };
  return { holds: false, offenderId: bad.id, detail: `${what} is ${bad.found}, expected ${bad.expected}` };
}

/** Each reveal's EWMA, computed again: ⌊(α·capped + (10000−α)·before) / 10000⌋. */
export function ewmaReplay(steps: readonly EwmaStep[]): Finding {
  const pairs = steps.map(({ id, capped, smoothedBefore, smoothed, alphaBps }) => ({
    id,
    found: smoothed,
    expected: (alphaBps * capped + (10_000n - alphaBps) * smoothedBefore) / 10_000n,
  }));
  return allEqual(pairs, "smoothed");
}
