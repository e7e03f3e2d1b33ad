import { type BacklogBucket, backlogBuckets } from "@manometer/analytics/metrics/backlog";
import { blockIntegrals } from "@manometer/analytics/metrics/blockIntegral";
import { bufferBuckets } from "@manometer/analytics/metrics/bufferBuckets";
import { totalCapacity } from "@manometer/analytics/metrics/effectiveCapacity";
import { type Efficiency, efficiency } from "@manometer/analytics/metrics/efficiency";
import { intervalsOf, type Window } from "@manometer/analytics/series";
import { combine, type StepSeries, valuesBefore } from "@manometer/analytics/steps";
import type { CapacitiesRead } from "./subgraph/Capacities.ts";
import type { Counted } from "./subgraph/Counted.ts";
import type { Histories } from "./subgraph/Histories.ts";
import type { Question } from "./subgraph/History.ts";
import { unlessTooLong } from "./tooLong.ts";

const TOO_LONG = "the capacities changed too often in the window to be replayed in one request";
const NO_RATE = "DRAIN_RATE_PER_CAPACITY is 0 in the window, so capacity has no worth in wei";

/** A sink's true capacity, as the caller knows it (units of capacity). */
export type TrueCapacity = { readonly sinkId: string; readonly capacity: string };

/**
 * How much of what a task type's buffer paid over a window went to capacity that was there.
 * @param taskType its id, and how many drains its buffer has had
 * @param truth what takes the place of the effective capacities; null for these
 */
export async function efficiencyOf(
  histories: Histories,
  taskType: Counted,
  question: Question,
  truth: readonly TrueCapacity[] | null,
): Promise<Efficiency & Pick<Question, "window">> {
  const { window } = question;
  const [{ payments }, read] = await Promise.all([
    histories.taskTypes.payments(taskType, question),
    unlessTooLong(histories.taskTypes.capacities(taskType.id, question)),
  ]);
  if (read === null) {
    const received = payments.reduce((sum, { amount }) => sum + amount, 0n);
    return { ...efficiency([{ received, capacity: 0n }], TOO_LONG), window };
  }
  const edges = valuesBefore(read.clock, [window.from, window.to]);
  const paid = Map.groupBy(payments, ({ sink }) => sink);
  const known = new Map(truth?.map(({ sinkId, capacity }) => [sinkId.toLowerCase(), BigInt(capacity)]));
  const sinks = read.sinks.map(({ sink, effective }) => {
    const capacity = truth === null ? effective : { initial: known.get(sink) ?? 0n, steps: [] };
    const received = (paid.get(sink) ?? []).reduce((sum, { amount }) => sum + amount, 0n);
    return { received, capacity: blockIntegrals(inWei(capacity, read), edges)[0] ?? 0n };
  });
  return { ...efficiency(sinks, isLimited(read, window) ? null : NO_RATE), window };
}

/**
 * The queue that a task type would have if it served all that its capacity allows, interval by interval.
 * @param buffer its buffer, which has its id, and how many changes that has had
 */
export async function backlogOf(
  histories: Histories,
  buffer: Counted,
  question: Question & { readonly interval: bigint },
): Promise<BacklogBucket[]> {
  const { interval } = question;
  const content = await histories.buffers(buffer, question);
  const { window } = content;
  const read = await unlessTooLong(histories.taskTypes.capacities(buffer.id, { ...question, window }));
  const arrived = bufferBuckets(content, { window, interval }).map(({ deposited }) => deposited);
  const before = content.before.level;
  if (read === null)
    return backlogBuckets({ before, arrived, capacity: null }, { window, interval }, TOO_LONG);
  const total = totalCapacity(read.sinks.map(({ effective }) => effective));
  const edges = valuesBefore(read.clock, [window.from, ...intervalsOf(window, interval).map(({ to }) => to)]);
  const capacity = isLimited(read, window) ? blockIntegrals(inWei(total, read), edges) : null;
  return backlogBuckets({ before, arrived, capacity }, { window, interval }, NO_RATE);
}

function inWei(capacity: StepSeries<bigint | null>, { parameters }: CapacitiesRead): StepSeries<bigint> {
  const rate = parameters.drainRatePerCapacity;
  return combine<bigint | null, bigint>([capacity, rate], ([units, wei]) => (units ?? 0n) * (wei ?? 0n));
}

function isLimited(
  { parameters: { drainRatePerCapacity: rate } }: CapacitiesRead,
  { from, to }: Window,
): boolean {
  const inside = rate.steps.filter(({ at }) => from <= at && at < to).map(({ value }) => value);
  return ![...valuesBefore(rate, [from + 1n]), ...inside].includes(0n);
}
