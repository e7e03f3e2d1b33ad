import type { Window } from "../series.ts";
import type { DueHistory } from "./rebalanceDue.ts";
import { type RebalanceHealth, rebalanceHealth } from "./rebalanceHealth.ts";

/** What is known without the capacities of the past. */
export type Unreplayed = Omit<DueHistory, "total"> & {
  /** Σ of effective capacities at the answer's block (units of capacity). */
  readonly total: bigint;
};

const TOO_MANY = "the capacities changed too often since the last rebalance before the window to be replayed";

/**
 * What `rebalanceHealth` says where capacities changed too often to be replayed: the cadence needs none of them, drift and
 * whether a rebalance is due only those of the answer's block. Where one is due, it is not known since when.
 */
export function unreplayedHealth({ total, ...history }: Unreplayed, window: Window): RebalanceHealth {
  const present = { ...history, total: { initial: total, steps: [] } };
  const health = rebalanceHealth(present, window, { block: 0n, graceBlocks: 0n });
  const unknown = health.isDue ? "staleBlocks, missed" : "missed";
  const reasons = [health.nullReason, health.missed === null ? null : `${unknown}: ${TOO_MANY}`];
  return {
    ...health,
    staleBlocks: health.isDue ? null : health.staleBlocks,
    missed: null,
    nullReason: reasons.filter((reason) => reason !== null).join("; "),
  };
}
