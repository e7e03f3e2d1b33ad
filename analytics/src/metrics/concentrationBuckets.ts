import { byInterval, intervalsOf, type Window } from "../series.ts";
import { type StepSeries, valuesBefore } from "../steps.ts";
import { type Concentration, concentration } from "./concentration.ts";

/** The concentration at the end of one interval; `filled` where no capacity changed in it. */
export type ConcentrationBucket = Concentration & { readonly interval: Window; readonly filled: boolean };

/**
 * The concentration over time, one row for each interval of the window, as it stood at the interval's end.
 * @param sinks each sink's effective capacity over time; null while it is not registered
 * @param interval seconds
 */
export function concentrationBuckets(
  sinks: readonly StepSeries<bigint | null>[],
  window: Window,
  interval: bigint,
): ConcentrationBucket[] {
  const slots = intervalsOf(window, interval);
  const ends = slots.map(({ to }) => to);
  const held = sinks.map((sink) => valuesBefore(sink, ends));
  const steps = sinks.flatMap((sink) => sink.steps);
  const changes = byInterval(steps, ({ at }) => at, window, interval);
  return slots.map((slot, index) => ({
    interval: slot,
    ...concentration(held.map((values) => values[index] ?? null).filter((value) => value !== null)),
    filled: changes[index]?.length === 0,
  }));
}
