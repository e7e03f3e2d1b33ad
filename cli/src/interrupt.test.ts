import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, it } from "vitest";
import { Interrupted, interrupts } from "./interrupt.ts";

const said: string[] = [];
afterEach(() => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.removeAllListeners(signal);
  said.length = 0;
});

it("stops at the first signal, and takes npm's echo of it for the same one", async () => {
  const { stop, kill } = interrupts((text) => said.push(text));
  process.emit("SIGINT", "SIGINT");
  process.emit("SIGINT", "SIGINT");
  expect(stop.reason).toBeInstanceOf(Interrupted);
  expect(kill.aborted).toBe(false);
  expect(said).toEqual(["SIGINT: stopping; once more to kill everything at once"]);
});

it("kills at a second signal", async () => {
  const { kill } = interrupts((text) => said.push(text));
  process.emit("SIGTERM", "SIGTERM");
  await sleep(600);
  process.emit("SIGINT", "SIGINT");
  expect(kill.aborted).toBe(true);
  expect(said).toHaveLength(2);
});
