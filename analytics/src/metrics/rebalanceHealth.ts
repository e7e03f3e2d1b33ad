import { type Decimal, ratio } from "../decimal.ts";
import type { Window } from "../series.ts";
import type { StepSeries } from "../steps.ts";
import { meanOf, momentsOf } from "./moments.ts";
import { quantile } from "./quantile.ts";
import { type DueHistory, dueEpisodes, isDue } from "./rebalanceDue.ts";

/** How well a task type's pool follows its capacities; cadence and staleness in blocks. */
export type RebalanceHealth = {
  readonly rebalances: number;
  readonly cadenceMean: Decimal | null;
  readonly cadenceP95: Decimal | null;
  readonly isDue: boolean;
  readonly drift: Decimal | null;
  readonly staleBlocks: bigint | null;
  readonly missed: number | null;
  readonly nullReason: string | null;
};

/** When the answer is evaluated: a block, and after how many blocks a due rebalance counts as missed. */
export type Patience = { readonly block: bigint; readonly graceBlocks: bigint };

/**
 * Cadence: blocks between the window's rebalances. Drift |ΣC − last|/last, staleness (blocks for which a rebalance has
 * been due without interruption, 0 when none is) and whether one is due are of the answer's block; missed counts the
 * stretches of more than `graceBlocks` blocks that reach into the window.
 */
export function rebalanceHealth(
  history: DueHistory,
  window: Window,
  { block, graceBlocks }: Patience,
): RebalanceHealth {
  const blocks = history.last.steps
    .filter(({ at }) => window.from <= at && at < window.to)
    .map((s) => s.block);
  const gaps = blocks.slice(1).map((next, index) => next - (blocks[index] ?? 0n));
  const [total, last, threshold] = [now(history.total), now(history.last), now(history.thresholdBps)];
  const episodes = dueEpisodes(history);
  const present = episodes.at(-1)?.until === null ? episodes.at(-1) : undefined;
  const missed = episodes.filter(
    ({ from, until }) =>
      (until?.block ?? block) - from.block > graceBlocks &&
      from.at < window.to &&
      (until === null || until.at > window.from),
  );
  return {
    rebalances: blocks.length,
    cadenceMean: meanOf(momentsOf(gaps)),
    cadenceP95: quantile(gaps, "0.95"),
    isDue: isDue(total, last ?? 0n, threshold),
    drift: last === null ? null : ratio(total > last ? total - last : last - total, last),
    staleBlocks: last === null ? null : present === undefined ? 0n : block - present.from.block,
    missed: last === null ? null : missed.length,
    nullReason: whyNull(blocks.length, last),
  };
}

function now<V>({ initial, steps }: StepSeries<V>): V {
  const newest = steps.at(-1);
  return newest === undefined ? initial : newest.value;
}

function whyNull(rebalances: number, last: bigint | null): string | null {
  const reasons: string[] = [];
  if (rebalances < 2)
    reasons.push(`cadenceMean, cadenceP95: need two rebalances in the window, found ${rebalances}`);
  if (last === null) reasons.push("drift, staleBlocks, missed: it was never rebalanced");
  else if (last === 0n) reasons.push("drift: there was no capacity at the last rebalance");
  return reasons.length === 0 ? null : reasons.join("; ");
}
