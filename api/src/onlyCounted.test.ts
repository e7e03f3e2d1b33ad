import { expect, test } from "vitest";
import { onlyCounted } from "./onlyCounted.ts";

test("of too many reveals their number is told, and why nothing else is", () => {
  const { n, resolution, nullReason, ...figures } = onlyCounted({ count: 60_000, resolution: "HOUR" });
  expect([n, resolution]).toEqual([60_000, "HOUR"]);
  expect(Object.values(figures).every((figure) => figure === null)).toBe(true);
  const [names = ""] = nullReason.split(":");
  expect(names.split(", ").sort()).toEqual(Object.keys(figures).sort());
});
