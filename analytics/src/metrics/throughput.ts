import { byInterval, intervalsOf, type Window } from "../series.ts";

/** An amount that moved at a moment: token wei, seconds since 1970. */
export type Flow = { readonly at: bigint; readonly amount: bigint };

/** What flowed in one interval, in token wei; `filled` where nothing did. */
export type FlowBucket = { readonly interval: Window; readonly amount: bigint; readonly filled: boolean };

/** Σ amount, in token wei. */
export function flowSum(flows: readonly Flow[]): bigint {
  return flows.reduce((sum, { amount }) => sum + amount, 0n);
}

/**
 * Σ amount per interval of the window, without holes: where nothing flowed the row is 0 and `filled`.
 * The rows of a window add up to the `flowSum` of its flows.
 * @param interval seconds
 */
export function flowBuckets(flows: readonly Flow[], window: Window, interval: bigint): FlowBucket[] {
  const groups = byInterval(flows, (flow) => flow.at, window, interval);
  return intervalsOf(window, interval).map((slot, index) => {
    const group = groups[index] ?? [];
    return { interval: slot, amount: flowSum(group), filled: group.length === 0 };
  });
}
