import { expect, it } from "vitest";
import { Restarts } from "./Restarts.ts";

it("waits twice as long each time, and gives up after five times within ten minutes", () => {
  const restarts = new Restarts();

  expect([0, 1, 2, 3, 4, 5].map((now) => restarts.next("API 1", now))).toEqual([
    200,
    400,
    800,
    1600,
    3200,
    null,
  ]);
});

it("counts each part alone, and forgets after ten minutes", () => {
  const restarts = new Restarts();
  for (let now = 0; now < 5; now++) restarts.next("API 1", now);

  expect(restarts.next("API 2", 5)).toBe(200);
  expect(restarts.next("API 1", 600_010)).toBe(200);
});
