import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { SingleFlight } from "./SingleFlight.ts";

test("equal questions in flight are asked once, and again when they have landed", async () => {
  const flights = new SingleFlight<number>();
  let asked = 0;
  const ask = async () => {
    asked++;
    await sleep(5);
    return asked;
  };
  expect(await Promise.all([flights.join("a", ask), flights.join("a", ask)])).toEqual([1, 1]);
  expect(flights.size).toBe(0);
  expect(await flights.join("a", ask)).toBe(2);
});

test("different questions do not wait for one another", async () => {
  const flights = new SingleFlight<string>();
  const slow = flights.join("slow", () => new Promise(() => {}));
  expect(await flights.join("quick", async () => "there")).toBe("there");
  expect(await Promise.race([slow, sleep(5, "waits")])).toBe("waits");
});

test("who leaves gets the reason; who stays gets the answer", async () => {
  const flights = new SingleFlight<string>();
  const leaver = new AbortController();
  const given: AbortSignal[] = [];
  const ask = async (signal: AbortSignal) => {
    given.push(signal);
    await sleep(20);
    return "answer";
  };
  const leaves = flights.join("a", ask, leaver.signal);
  const stays = flights.join("a", ask, new AbortController().signal);
  leaver.abort(new Error("gone"));
  await expect(leaves).rejects.toThrow("gone");
  expect(await stays).toBe("answer");
  expect(given.map(({ aborted }) => aborted)).toEqual([false]);
});

test("when the last one leaves, the question is given up, and asked anew by the next", async () => {
  const flights = new SingleFlight<string>();
  const [one, two] = [new AbortController(), new AbortController()];
  const given: AbortSignal[] = [];
  const ask = (signal: AbortSignal) => {
    given.push(signal);
    return new Promise<string>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  };
  const both = [flights.join("a", ask, one.signal), flights.join("a", ask, two.signal)];
  one.abort(new Error("one"));
  expect(given[0]?.aborted).toBe(false);
  two.abort(new Error("two"));
  expect(given[0]?.aborted).toBe(true);
  expect(flights.size).toBe(0);
  const ends = await Promise.allSettled(both);
  expect(ends.map((end) => end.status === "rejected" && end.reason.message)).toEqual(["one", "two"]);
  expect(await flights.join("a", async () => "anew")).toBe("anew");
});

test("all that is in flight can be given up", async () => {
  const flights = new SingleFlight<string>();
  const ask = (signal: AbortSignal) =>
    new Promise<string>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  const ends = Promise.allSettled([
    flights.join("a", ask),
    flights.join("b", ask, new AbortController().signal),
  ]);
  flights.giveUp(new Error("it is down"));
  expect((await ends).map((end) => end.status === "rejected" && end.reason.message)).toEqual([
    "it is down",
    "it is down",
  ]);
  expect(flights.size).toBe(0);
});

test("who has left before asking asks nothing", async () => {
  const flights = new SingleFlight<string>();
  let asked = 0;
  const ask = async () => String(++asked);
  await expect(flights.join("a", ask, AbortSignal.abort(new Error("gone")))).rejects.toThrow("gone");
  expect(asked).toBe(0);
});
