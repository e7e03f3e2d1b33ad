import { expect, test } from "vitest";
import { Clients } from "./live/Clients.ts";
import { Turns } from "./Turns.ts";

test("so many works run at once, the others in their order, whatever becomes of each", async () => {
  const turns = new Turns(2);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const works = [0, 1, 2, 3].map((number) =>
    turns
      .take(async () => {
        begun.push(number);
        await new Promise<void>((resolve) => ends.push(resolve));
        if (number === 0) throw new Error("failed");
      })
      .catch(() => "failed"),
  );
  expect(begun).toEqual([0, 1]);
  for (const number of [0, 1, 2, 3]) {
    ends[number]?.();
    await works[number];
    await Promise.resolve();
  }
  expect(begun).toEqual([0, 1, 2, 3]);
  expect(await Promise.all(works)).toEqual(["failed", undefined, undefined, undefined]);
});

test("a place that a client leaves is free again", () => {
  const clients = new Clients(1);
  const left = clients.enter();
  expect([clients.count, clients.enter()]).toEqual([1, null]);
  left?.();
  expect([clients.count, clients.enter()]).toEqual([0, expect.any(Function)]);
});
