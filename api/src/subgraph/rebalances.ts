import type { StepSeries } from "@manometer/analytics/steps";
import type { History } from "./History.ts";
import { type LevelFact, stepOf } from "./levelKinds.ts";

/** Σ capacity at a task type's last rebalance, over time, and since when (seconds) it has to be replayed. */
export type RebalancesRead = { readonly last: StepSeries<bigint | null>; readonly since: bigint };

/** The rebalances of a window, and the one before it; null before the first. */
export function rebalancesOf({ before, head, window }: History<LevelFact, never>): RebalancesRead {
  const initial = before === null ? null : stepOf(before).value;
  return {
    last: { initial, steps: head.map(stepOf) },
    since: before === null ? window.from : BigInt(before.at),
  };
}
