import type { Steps, Window } from "../series.ts";
import { add, type Moments, NONE } from "./moments.ts";

/**
 * The moments of a step series weighted by the seconds that each value held inside the window:
 * ΣΔt, ΣΔt·x, ΣΔt·x². The value before the first sample counts from the window's start;
 * where none was known, time begins at the first sample.
 * Several samples of one second keep their order: only the last of them holds.
 * @example heldMoments({ before: 4n, samples: [{ at: 3n, value: 8n }] }, { from: 0n, to: 5n })
 *          // { weight: 5n, sum: 28n, squares: 176n }
 */
export function heldMoments(steps: Steps, window: Window): Moments {
  let moments = NONE;
  let held = steps.before;
  let since = window.from;
  for (const { at, value } of steps.samples) {
    if (at >= window.to) break;
    if (held !== null && at > since) moments = add(moments, held, at - since);
    held = value;
    if (at > since) since = at;
  }
  if (held !== null && window.to > since) moments = add(moments, held, window.to - since);
  return moments;
}
