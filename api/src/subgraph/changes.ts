import type { Step, StepSeries } from "@manometer/analytics/steps";
import type { Stats } from "./FactKind.ts";
import { amountOf, type LevelFact, stepOf } from "./levelKinds.ts";

/** An hour or a day of a pair's reveals, by the last of them: the stored capacity that it left (units of capacity). */
export type RevealedStats = Stats & {
  readonly lastAt: string;
  readonly after: string;
  readonly owner: { readonly id: string };
};

/** What changed a value: single facts in chain order, and hours or days. */
export type Changes = { readonly facts: readonly LevelFact[]; readonly hours: readonly RevealedStats[] };

type Change = Step<bigint | null> & { readonly before: bigint | null; readonly isHour: boolean };

/**
 * A value over time, in seconds: its steps' blocks are their moments, for hours know no blocks.
 * @param changes the first of all is no hour, for hours do not say what held before them
 * @param now what holds now, and so always did where nothing changed it
 */
export function merged({ facts, hours }: Changes, now: string | null): StepSeries<bigint | null> {
  const single = facts.map(
    (fact): Change => ({ ...stepOf(fact), before: amountOf(fact.before), isHour: false }),
  );
  const rolled = hours.map(({ lastAt, after }): Change => {
    const at = BigInt(lastAt);
    return { block: at, at, value: BigInt(after), before: null, isHour: true };
  });
  const all = [...single, ...rolled].sort(inTime);
  return inSeconds({ initial: all[0] === undefined ? amountOf(now) : all[0].before, steps: all });
}

/** A series whose value is never missing. */
export function amounts({ initial, steps }: StepSeries<bigint | null>): StepSeries<bigint> {
  return { initial: initial ?? 0n, steps: steps.map((step) => ({ ...step, value: step.value ?? 0n })) };
}

/** The same series with its steps' moments in the place of their blocks. */
export function inSeconds<V>({ initial, steps }: StepSeries<V>): StepSeries<V> {
  return { initial, steps: steps.map(({ at, value }) => ({ block: at, at, value })) };
}

// In the second of an hour's last reveal, a clamp or a departure came after it where it found what the reveal left.
function inTime(a: Change, b: Change): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  if (a.isHour === b.isHour) return 0;
  const [hour, fact] = a.isHour ? [a, b] : [b, a];
  const isFactLate = fact.before !== null && fact.before === hour.value;
  return a.isHour === isFactLate ? -1 : 1;
}
