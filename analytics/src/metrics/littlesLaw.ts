import { type Decimal, Exact, ratio } from "../decimal.ts";
import type { Slice } from "./drainLatency.ts";

/** Little's law for a queue: its mean level over its drain rate, against how long what was drained had waited. */
export type LittlesLaw = {
  /** ∫ level dt (wei · seconds). */
  readonly levelTime: bigint;
  /** Σ waits of what was drained + Σ ages of what still waits (wei · seconds): equal to `levelTime` in a true history. */
  readonly waitTime: bigint;
  /** Mean level / drain rate (seconds). */
  readonly expectedWait: Decimal | null;
  /** Mean wait of what was drained (seconds). */
  readonly meanWait: Decimal | null;
  /** |expectedWait − meanWait| / meanWait: what still waits makes it, so it falls as the history grows. */
  readonly relativeGap: Decimal | null;
  readonly nullReason: string | null;
};

/**
 * Little's law, L = λ·W (Little 1961), over a queue's whole life. The same area is measured twice: under the level's
 * curve, and wei by wei from deposit to drain, or to now for what still waits; offsets cancel, so sums of times suffice.
 * @param levelTime ∫ level dt from the beginning to `now` (wei · seconds)
 * @param flows all deposits and drains of the queue, in any order
 * @param now seconds since 1970
 */
export function littlesLaw(
  levelTime: bigint,
  flows: { readonly deposits: readonly Slice[]; readonly drains: readonly Slice[] },
  now: bigint,
): LittlesLaw {
  const sizeOf = ({ from, to }: Slice) => to - from;
  const timeOf = (slices: readonly Slice[]) =>
    slices.reduce((sum, slice) => sum + sizeOf(slice) * (now - slice.at), 0n);
  const drained = flows.drains.reduce((sum, slice) => sum + sizeOf(slice), 0n);
  const waitTime = timeOf(flows.deposits) - timeOf(flows.drains);
  const ages = flows.deposits.reduce((sum, { from, to, at }) => {
    const waiting = to - (from > drained ? from : drained);
    return waiting > 0n ? sum + waiting * (now - at) : sum;
  }, 0n);
  const [expectedWait, meanWait] = [ratio(levelTime, drained), ratio(waitTime - ages, drained)];
  const isKnown = expectedWait !== null && meanWait?.isZero() === false;
  const gap = isKnown ? expectedWait.minus(meanWait).abs().div(new Exact(meanWait)) : null;
  return {
    levelTime,
    waitTime,
    expectedWait,
    meanWait,
    relativeGap: gap,
    nullReason: why(drained, meanWait),
  };
}

function why(drained: bigint, meanWait: Decimal | null): string | null {
  if (drained === 0n) return "expectedWait, meanWait, relativeGap: nothing was drained";
  return meanWait?.isZero() ? "relativeGap: nothing waited" : null;
}
