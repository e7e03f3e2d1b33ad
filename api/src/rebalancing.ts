import type { Decimal } from "@manometer/analytics/decimal";
import { totalCapacity } from "@manometer/analytics/metrics/effectiveCapacity";
import { type RebalanceHealth, rebalanceHealth } from "@manometer/analytics/metrics/rebalanceHealth";
import { shareDrift } from "@manometer/analytics/metrics/shareDrift";
import { unreplayedHealth } from "@manometer/analytics/metrics/unreplayedHealth";
import type { Histories } from "./subgraph/Histories.ts";
import type { Question } from "./subgraph/History.ts";
import { unlessTooLong } from "./tooLong.ts";

const NO_SHARES = "shareDrift: there is no capacity, or the pool has no units";

/** A task type and its pool; null where it has none. */
export type Pooled = { readonly taskType: string; readonly pool: string | null };

/** How well a task type's pool follows its capacities: over a window, and as of the block. */
export async function rebalancingOf(
  histories: Histories,
  { taskType, pool }: Pooled,
  question: Question,
): Promise<RebalanceHealth & { readonly shareDrift: Decimal | null }> {
  const { block, window } = question;
  const { last, since } = await histories.taskTypes.rebalances(taskType, question);
  const replay = { ...question, window: { from: since, to: block.end } };
  const [replayed, members] = await Promise.all([
    unlessTooLong(histories.taskTypes.capacities(taskType, replay)),
    pool === null
      ? []
      : histories.allocations(pool, { ...question, window: { from: block.end, to: block.end } }),
  ]);
  const { sinks, parameters } = replayed ?? (await histories.taskTypes.present(taskType, replay));
  const total = totalCapacity(sinks.map(({ effective }) => effective));
  const history = { total, last, thresholdBps: parameters.rebalanceThresholdBps };
  const grace = parameters.commitTimeout;
  const patience = { block: BigInt(block.number), graceBlocks: grace.steps.at(-1)?.value ?? grace.initial };
  const health =
    replayed === null
      ? unreplayedHealth({ ...history, total: total.initial }, window)
      : rebalanceHealth(history, window, patience);
  const units = new Map(members.map((member) => [member.sink, member.units.initial]));
  const drift = shareDrift(
    sinks.map(({ sink, effective: { initial, steps } }) => ({
      capacity: (steps.length === 0 ? initial : steps.at(-1)?.value) ?? 0n,
      units: units.get(sink) ?? 0n,
    })),
  );
  const reasons = [health.nullReason, drift === null ? NO_SHARES : null].filter((reason) => reason !== null);
  return { ...health, shareDrift: drift, nullReason: reasons.length === 0 ? null : reasons.join("; ") };
}
