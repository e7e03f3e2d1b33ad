import { setTimeout as sleep } from "node:timers/promises";
import { StackError } from "./StackError.ts";

/** How long to wait for something, and what to say when it does not come. */
export type Wait = {
  /** Ends the wait at once, throwing the signal's reason. */
  signal: AbortSignal;
  timeoutMs: number;
  everyMs: number;
  /** What is missing when the time is over: "PostgreSQL did not accept connections". */
  missing: string;
  advice: string;
};

/**
 * Asks `probe` again and again until it answers other than null. Errors: the signal's reason, a StackError
 * after `timeoutMs`, and whatever the probe throws (a probe returns null for "not yet").
 */
export async function waitFor<T>(probe: () => Promise<T | null>, wait: Wait): Promise<T> {
  const end = performance.now() + wait.timeoutMs;
  while (performance.now() < end) {
    wait.signal.throwIfAborted();
    const answer = await probe();
    if (answer !== null) return answer;
    await sleep(wait.everyMs, undefined, { signal: wait.signal }).catch(() => undefined);
  }
  wait.signal.throwIfAborted();
  throw new StackError(`${wait.missing} within ${Math.round(wait.timeoutMs / 1000)} s`, wait.advice);
}
