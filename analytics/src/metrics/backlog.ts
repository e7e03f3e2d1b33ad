import { intervalsOf, type Window } from "../series.ts";

/** What waits at the end of one interval (token wei). */
export type BacklogBucket = {
  readonly interval: Window;
  readonly arrived: bigint;
  readonly capacity: bigint | null;
  readonly backlog: bigint | null;
  readonly filled: boolean;
  readonly nullReason: string | null;
};

/** What came in and could be served in each interval (token wei). */
export type BacklogFlows = {
  /** What waited when the window began. */
  readonly before: bigint;
  readonly arrived: readonly bigint[];
  /** null where it is not known, or nothing limits what is served. */
  readonly capacity: readonly bigint[] | null;
};

/**
 * The queue that a task type would have if it served all that its capacity allows, interval by interval:
 * Q' = max(Q + F − C, 0) (Tassiulas & Ephremides 1992).
 * @param span the window, and the interval in seconds
 * @param unknown why the capacity is null, where it is
 */
export function backlogBuckets(
  flows: BacklogFlows,
  { window, interval }: { readonly window: Window; readonly interval: bigint },
  unknown: string,
): BacklogBucket[] {
  let queue = flows.before;
  return intervalsOf(window, interval).map((slot, index) => {
    const arrived = flows.arrived[index] ?? 0n;
    const capacity = flows.capacity === null ? null : (flows.capacity[index] ?? 0n);
    const rest = queue + arrived - (capacity ?? 0n);
    queue = rest > 0n ? rest : 0n;
    return {
      interval: slot,
      arrived,
      capacity,
      backlog: capacity === null ? null : queue,
      filled: arrived === 0n,
      nullReason: capacity === null ? `capacity, backlog: ${unknown}` : null,
    };
  });
}
