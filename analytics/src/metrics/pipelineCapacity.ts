import { byInterval, intervalsOf, type Window } from "../series.ts";
import { combine, type StepSeries, valuesBefore } from "../steps.ts";

/** What one stage can do, and what the stages after it let through (units of capacity). */
export type StageCapacity = {
  readonly capacity: bigint;
  /** Smallest capacity from this stage to the end. */
  readonly effective: bigint;
  /** capacity − effective: what later stages leave unused. */
  readonly slack: bigint;
  readonly isBottleneck: boolean;
};

/**
 * The backward minimum of the stages' capacities, and the bottleneck: the smallest, of equal ones the last (downstream).
 * @param capacities from the first stage (upstream) to the last (downstream)
 */
export function stageCapacities(capacities: readonly bigint[]): StageCapacity[] {
  const bottleneck = bottleneckOf(capacities);
  let effective: bigint | null = null;
  return [...capacities]
    .reverse()
    .map((capacity, index) => {
      effective = effective === null || capacity < effective ? capacity : effective;
      const isBottleneck = capacities.length - 1 - index === bottleneck;
      return { capacity, effective, slack: capacity - effective, isBottleneck };
    })
    .reverse();
}

/** The index of the smallest capacity, of equal ones the last; null where there is no stage. */
export function bottleneckOf(capacities: readonly bigint[]): number | null {
  const least = capacities.reduce<bigint | null>((a, b) => (a === null || b < a ? b : a), null);
  return least === null ? null : capacities.lastIndexOf(least);
}

/** A pipeline's stages at the end of one interval; `filled` where no capacity changed in it. */
export type BottleneckBucket = {
  readonly interval: Window;
  readonly stages: readonly StageCapacity[];
  readonly filled: boolean;
};

/**
 * The stages' capacities over time, one row for each interval of the window, as they stood at its end.
 * @param stages each stage's capacity over time
 * @param interval seconds
 */
export function bottleneckBuckets(
  stages: readonly StepSeries<bigint>[],
  window: Window,
  interval: bigint,
): BottleneckBucket[] {
  const all = combine(stages, (values) => [...values]);
  const slots = intervalsOf(window, interval);
  const changes = byInterval(all.steps, ({ at }) => at, window, interval);
  const held = valuesBefore(
    all,
    slots.map(({ to }) => to),
  );
  return slots.map((slot, index) => ({
    interval: slot,
    stages: stageCapacities(held[index] ?? []),
    filled: changes[index]?.length === 0,
  }));
}
