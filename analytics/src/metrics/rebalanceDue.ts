import { combine, type Step, type StepSeries } from "../steps.ts";

/** What decides whether a rebalance is due, over time. */
export type DueHistory = {
  /** Σ of effective capacities (units of capacity). */
  readonly total: StepSeries<bigint>;
  /** Σ at the last rebalance (units of capacity); null before the first. */
  readonly last: StepSeries<bigint | null>;
  /** REBALANCE_THRESHOLD_BPS (basis points). */
  readonly thresholdBps: StepSeries<bigint>;
};

/** A stretch in which a rebalance was due without interruption. */
export type Episode = { readonly from: Step<boolean>; readonly until: Step<boolean> | null };

/** The contract's needsRebalance: |total − last| ≥ threshold · last; where last is 0, whether there is capacity. */
export function isDue(total: bigint, last: bigint, thresholdBps: bigint): boolean {
  if (last === 0n) return total !== 0n;
  const change = total > last ? total - last : last - total;
  return change * 10_000n >= last * thresholdBps;
}

/** When a rebalance was due, in chain order. Before the first rebalance of all none counts. */
export function dueEpisodes({ total, last, thresholdBps }: DueHistory): Episode[] {
  const due = combine<bigint | null, boolean>([total, last, thresholdBps], ([sum, before, threshold]) =>
    before == null ? false : isDue(sum ?? 0n, before, threshold ?? 0n),
  );
  const episodes: Episode[] = [];
  let from: Step<boolean> | null = null;
  for (const step of due.steps) {
    if (step.value) from ??= step;
    else if (from !== null) {
      episodes.push({ from, until: step });
      from = null;
    }
  }
  return from === null ? episodes : [...episodes, { from, until: null }];
}
