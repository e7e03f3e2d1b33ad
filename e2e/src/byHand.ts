/** The square root of `numerator / denominator` as a decimal string with `places` digits after the point, cut off. */
export function decimalSqrt(numerator: bigint, denominator: bigint, places = 24): string {
  return decimal(isqrt((numerator * 10n ** BigInt(2 * places)) / denominator), places);
}

/** `numerator / denominator` as a decimal string with `places` digits after the point, cut off. */
export function decimalRatio(numerator: bigint, denominator: bigint, places = 24): string {
  return decimal((numerator * 10n ** BigInt(places)) / denominator, places);
}

/** The first `count` significant digits of a decimal string, and where its point stands: what two answers must share. */
export function significant(text: string, count = 18): string {
  const [whole = "0", fraction = ""] = text.split(".");
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const exponent = whole === "0" ? -(fraction.length - fraction.replace(/^0+/, "").length) : whole.length;
  return `${digits.padEnd(count, "0").slice(0, count)}e${exponent}`;
}

function decimal(scaled: bigint, places: number): string {
  const digits = scaled.toString().padStart(places + 1, "0");
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

function isqrt(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt(Math.ceil(value.toString(2).length / 2));
  for (;;) {
    const next = (root + value / root) / 2n;
    if (next >= root) return root;
    root = next;
  }
}
