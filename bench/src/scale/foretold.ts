import type { Snapshot } from "./Snapshot.ts";

const MOST_CHARACTERS = 60;

/**
 * What does not follow from the real week when `weeks` like it have passed: the last seven days must be told as before,
 * all time must have so many times the facts and sums with the same mean, and all else must be as it was.
 */
export function surprises(
  once: Snapshot,
  now: Snapshot,
  { weeks, recurring }: { weeks: number; recurring: readonly string[] },
): string[] {
  const found: string[] = [];
  const check = (what: string, told: unknown, foretold: unknown) => {
    if (String(told) !== String(foretold)) found.push(`${what} is ${brief(told)}, not ${brief(foretold)}`);
  };
  const k = BigInt(weeks);
  for (const [entity, count] of Object.entries(once.counts))
    check(`the number of ${entity}`, now.counts[entity], recurring.includes(entity) ? count * k : count);
  for (const [id, pair] of Object.entries(once.pairs)) {
    const told = now.pairs[id];
    check(`the week's n of ${id}`, told?.week.n, pair.week.n);
    check(`the week's mean of ${id}`, told?.week.mean, pair.week.mean);
    check(`the week's stdDev of ${id}`, told?.week.stdDev, pair.week.stdDev);
    check(`n of ${id}`, told?.all.n, pair.all.n * weeks);
    check(`the mean of ${id}`, told?.all.mean, pair.all.mean);
    check(`the week's commitments of ${id}`, JSON.stringify(told?.fates), JSON.stringify(pair.fates));
    check(`commits of ${id}`, told?.commits, pair.commits * k);
  }
  for (const [id, sink] of Object.entries(once.sinks)) {
    check(`totalDrained of ${id}`, now.sinks[id]?.total, sink.total * k);
    check(`what was drained to ${id}`, now.sinks[id]?.all, sink.all * k);
    check(`the week's hours of ${id}`, now.sinks[id]?.hours, sink.hours);
  }
  for (const [id, { drained }] of Object.entries(once.buffers)) {
    check(`what ${id} drained`, now.buffers[id]?.drained, drained * k);
    check(`what is missing in ${id}`, now.buffers[id]?.missing, 0n);
  }
  return found;
}

function brief(value: unknown): string {
  const text = String(value);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}
