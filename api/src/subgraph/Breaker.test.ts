import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { apiError } from "../errors.ts";
import { Breaker } from "./Breaker.ts";

const fail = async () => {
  throw apiError("UPSTREAM_UNAVAILABLE", "it is down");
};
let isUp = false;
let probes = 0;
let turns: (string | null)[] = [];
let breaker: Breaker;

beforeEach(() => {
  isUp = false;
  probes = 0;
  turns = [];
  const probe = async () => {
    probes++;
    if (!isUp) throw apiError("UPSTREAM_UNAVAILABLE", "still down");
  };
  const onTurn = (why: Error | null) => turns.push(why?.message ?? null);
  breaker = new Breaker({ failures: 3, everyMs: 20, suspectMs: 30, probe, onTurn });
});

afterEach(() => breaker.close());

test("it opens at the third failure in a row, then refuses without asking, each time with an error of its own", async () => {
  for (const expected of ["CLOSED", "CLOSED", "CLOSED"]) {
    expect(breaker.state).toBe(expected);
    await expect(breaker.guard(fail)).rejects.toThrow("it is down");
  }
  expect(breaker.state).toBe("OPEN");
  let asked = 0;
  const ask = async () => ++asked;
  const errors = await Promise.all([1, 2].map(() => breaker.guard(ask).catch((error: unknown) => error)));
  expect(asked).toBe(0);
  expect(errors[0]).toMatchObject({ message: "it is down", extensions: { code: "UPSTREAM_UNAVAILABLE" } });
  expect(errors[0]).not.toBe(errors[1]);
});

test("an answer between failures starts the count anew", async () => {
  for (let round = 0; round < 3; round++) {
    await breaker.guard(fail).catch(() => null);
    await breaker.guard(fail).catch(() => null);
    await breaker.guard(async () => "up");
  }
  expect(breaker.state).toBe("CLOSED");
});

/** Lets it probe because a vital question has failed, and so find out that it has to open. */
async function openByVital(): Promise<void> {
  await breaker.guard(fail, true).catch(() => null);
  await sleep(5);
  expect(breaker.state).toBe("OPEN");
}

test("a vital question's failure makes it probe; an error that is no outage does not", async () => {
  const wrong = async () => {
    throw apiError("BAD_USER_INPUT", "a bad question");
  };
  for (let i = 0; i < 5; i++) await breaker.guard(wrong, true).catch(() => null);
  expect([probes, breaker.state]).toEqual([0, "CLOSED"]);
  await openByVital();
  expect(turns).toEqual(["still down"]);
});

test("it stays closed where a vital question has failed alone: another server may answer the probe", async () => {
  isUp = true;
  await breaker.guard(fail, true).catch(() => null);
  await sleep(5);
  expect([probes, breaker.state]).toEqual([1, "CLOSED"]);
});

test("it probes by itself, and closes when a probe is answered", async () => {
  await openByVital();
  await sleep(70);
  expect(probes).toBeGreaterThanOrEqual(2);
  expect(breaker.state).toBe("OPEN");
  isUp = true;
  await sleep(50);
  expect(breaker.state).toBe("CLOSED");
  const before = probes;
  await sleep(50);
  expect(probes).toBe(before);
  expect(await breaker.guard(async () => "up")).toBe("up");
  expect(turns).toEqual(["still down", null]);
});

test("when a question waits for long it probes, and opens only if that fails", async () => {
  isUp = true;
  const slow = () => sleep(60, "late");
  expect(await Promise.all([breaker.guard(slow), breaker.guard(slow)])).toEqual(["late", "late"]);
  expect([probes, breaker.state]).toEqual([2, "CLOSED"]);
  isUp = false;
  const answer = breaker.guard(slow);
  await sleep(45);
  expect(breaker.state).not.toBe("CLOSED");
  expect(turns).toEqual(["still down"]);
  expect(await answer).toBe("late");
});

test("once closed for good, it probes no more", async () => {
  await openByVital();
  breaker.close();
  await sleep(50);
  expect(probes).toBe(1);
});
