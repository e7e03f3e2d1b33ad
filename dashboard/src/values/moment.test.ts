import { expect, test } from "vitest";
import { duration, inUtc, inZone, momentOf } from "./moment.ts";

test("a fact's seconds and an ISO text are the same moment", () => {
  expect(momentOf("1795360452")).toEqual(momentOf("2026-11-22T15:14:12Z"));
  expect(inUtc(momentOf("1795360452"))).toBe("2026-11-22 15:14:12 UTC");
});

test("a moment reads as the viewer's clock has it", () => {
  const moment = momentOf("2026-11-22T15:14:12Z");
  const clock = [moment.getHours(), moment.getMinutes(), moment.getSeconds()].map((part) =>
    String(part).padStart(2, "0"),
  );
  expect(inZone(moment)).toContain(clock.join(":"));
});

test.each([
  [0, "0 s"],
  [59.6, "1 min"],
  [200, "3 min 20 s"],
  [3600, "1 h"],
  [90_061, "1 d 1 h"],
  [172_800, "2 d"],
  [-5, "0 s"],
])("%d seconds are %s", (seconds, words) => {
  expect(duration(seconds)).toBe(words);
});
