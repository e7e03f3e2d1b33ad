import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { withDeadline } from "./deadline.ts";

const deadline = { ms: 20, late: (ms: number) => new Error(`later than ${ms}`) };
const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

test("what is done in time is undisturbed", async () => {
  const given: AbortSignal[] = [];
  const act = async (signal: AbortSignal) => {
    given.push(signal);
    return "done";
  };
  expect(await withDeadline(deadline, undefined, act)).toBe("done");
  await sleep(40);
  expect(given.map(({ aborted }) => aborted)).toEqual([false]);
});

test("what takes longer gets the deadline's error", async () => {
  await expect(withDeadline(deadline, undefined, untilAborted)).rejects.toThrow("later than 20");
});

test("what is given up from outside gets that reason, be it before it began", async () => {
  const outer = new AbortController();
  const acting = withDeadline(deadline, outer.signal, untilAborted);
  outer.abort(new Error("gone"));
  await expect(acting).rejects.toThrow("gone");
  const act = async (signal: AbortSignal) => signal.throwIfAborted();
  await expect(withDeadline(deadline, AbortSignal.abort(new Error("before")), act)).rejects.toThrow("before");
});
