/** The parameters that a cap follows from: MIN_SINK_STAKE and STAKE_UNIT in token wei, CAPACITY_PRECISION. */
export type CapParameters = {
  readonly minSinkStake: bigint;
  readonly stakeUnit: bigint;
  readonly capacityPrecision: bigint;
};

/**
 * The capacity that a stake backs: isqrt(stake · CAPACITY_PRECISION² / STAKE_UNIT), floored at both steps, and 0 below
 * MIN_SINK_STAKE and before STAKE_UNIT is known. In units of capacity.
 * @param stake token wei
 */
export function capOf(stake: bigint, { minSinkStake, stakeUnit, capacityPrecision }: CapParameters): bigint {
  if (stakeUnit === 0n || stake < minSinkStake || stake <= 0n) return 0n;
  return isqrt((stake * capacityPrecision * capacityPrecision) / stakeUnit);
}

/** ⌊√n⌋ of a number from 0 up, by Newton's method from above. */
export function isqrt(n: bigint): bigint {
  if (n < 2n) return n;
  let root = 1n << BigInt((n.toString(2).length + 1) >> 1);
  for (let next = (root + n / root) >> 1n; next < root; next = (root + n / root) >> 1n) root = next;
  return root;
}
