/** Binary places of the logarithms: even the smallest step between integers of 128 bits keeps 38 digits. */
const BITS = 256n;

/** The fixed-point 1: a logarithm l is given as the integer l · ONE. */
export const ONE = 1n << BITS;

const LN2 = twiceArtanh(ONE / 3n);

/**
 * ln(numerator / denominator) · ONE, about twenty times as fast as in decimals.
 * ln q = k·ln 2 + ln m with m between 1/2 and 2, and ln m = 2·artanh((m−1)/(m+1)).
 * @param numerator positive
 * @param denominator positive
 * @example Number(lnRatio(2n, 1n)) / Number(ONE) // 0.693…
 */
export function lnRatio(numerator: bigint, denominator: bigint): bigint {
  const k = bitLength(numerator) - bitLength(denominator);
  const a = k < 0n ? numerator << -k : numerator;
  const b = k < 0n ? denominator : denominator << k;
  return k * LN2 + twiceArtanh(((a - b) << BITS) / (a + b));
}

/** 2·(z + z³/3 + z⁵/5 + …) for a fixed-point z, until a term is below the last place. */
function twiceArtanh(z: bigint): bigint {
  const square = (z * z) >> BITS;
  let power = z;
  let sum = z;
  for (let n = 3n; power !== 0n && power !== -1n; n += 2n) {
    power = (power * square) >> BITS;
    sum += power / n;
  }
  return 2n * sum;
}

function bitLength(value: bigint): bigint {
  return BigInt(value.toString(2).length);
}
