import { type Decimal, Exact, ratio } from "../decimal.ts";
import { ascending } from "./quantile.ts";

/** How a task type's capacity is spread over its sinks. Shares are of the total. */
export type Concentration = {
  readonly sinks: number;
  readonly total: bigint;
  readonly hhi: Decimal | null;
  readonly effectiveSinks: Decimal | null;
  readonly gini: Decimal | null;
  readonly nakamotoHalf: number | null;
  readonly nakamotoThird: number | null;
  readonly nullReason: string | null;
};

/**
 * Over the effective capacities x of the registered sinks, s = x/Σx: HHI = 10⁴·Σs², effective sinks = 1/Σs²,
 * Gini = 2Σi·x_(i)/(nΣx) − (n+1)/n, and the fewest sinks whose share exceeds 1/2 or 1/3 (Nakamoto coefficient,
 * Srinivasan 2017). A single sink has an HHI of 10⁴ and a Gini of 0.
 * @param capacities one for each registered sink, those of 0 included (units of capacity)
 */
export function concentration(capacities: readonly bigint[]): Concentration {
  const sorted = [...capacities].sort(ascending);
  const n = BigInt(sorted.length);
  const total = sorted.reduce((sum, x) => sum + x, 0n);
  const squares = sorted.reduce((sum, x) => sum + x * x, 0n);
  const ranked = sorted.reduce((sum, x, index) => sum + BigInt(index + 1) * x, 0n);
  return {
    sinks: sorted.length,
    total,
    hhi: ratio(squares, total * total)?.times(new Exact(10_000)) ?? null,
    effectiveSinks: ratio(total * total, squares),
    gini: ratio(2n * ranked - (n + 1n) * total, n * total),
    nakamotoHalf: fewest(sorted, total, 2n),
    nakamotoThird: fewest(sorted, total, 3n),
    nullReason: total === 0n ? whyNull(sorted.length) : null,
  };
}

/** The fewest values whose sum exceeds total/part. */
function fewest(sorted: readonly bigint[], total: bigint, part: bigint): number | null {
  let sum = 0n;
  for (let count = 1; count <= sorted.length; count++) {
    sum += sorted.at(-count) ?? 0n;
    if (part * sum > total) return count;
  }
  return null;
}

function whyNull(sinks: number): string {
  const what = "hhi, effectiveSinks, gini, nakamotoHalf, nakamotoThird";
  return sinks === 0 ? `${what}: no sink is registered` : `${what}: the total capacity is 0`;
}
