const BPS = 10_000n;

/** Floor of the square root of a non-negative integer. Throws a RangeError on a negative one. */
export function isqrt(value: bigint): bigint {
  if (value < 0n) throw new RangeError(`isqrt of ${value}: expected a value of 0 or more`);
  if (value < 2n) return value;
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** What decides how much capacity a stake backs; all as on chain. */
export type CapRule = { minStake: bigint; stakeUnit: bigint; precision: bigint };

/** The capacity cap of a stake in token wei: `isqrt(stake · P² / STAKE_UNIT)`, and 0 below the minimum. */
export function capOf(stake: bigint, rule: CapRule): bigint {
  if (stake < rule.minStake) return 0n;
  return isqrt((stake * rule.precision * rule.precision) / rule.stakeUnit);
}

/** The next floored EWMA: `(α · sample + (10000 − α) · old) / 10000`, α in basis points. */
export function ewma(old: bigint, sample: bigint, alphaBps: bigint): bigint {
  return (alphaBps * sample + (BPS - alphaBps) * old) / BPS;
}

/** The pool units of one capacity: `floor(capacity · scale / Σ capacity)`, 0 where the sum is 0. */
export function unitsOf(capacity: bigint, scale: bigint, total: bigint): bigint {
  return total === 0n ? 0n : (capacity * scale) / total;
}

/**
 * Whether Σ capacity has moved by the threshold since the last rebalance: |now − last| ≥ threshold · last / 10000,
 * true with any capacity before the first.
 */
export function hasDrifted(now: bigint, last: bigint, thresholdBps: bigint): boolean {
  if (last === 0n) return now > 0n;
  const moved = now > last ? now - last : last - now;
  return moved * BPS >= thresholdBps * last;
}
