import { expect, test } from "vitest";
import { utilization } from "./utilization.ts";

test("half the cap is a half", () => {
  expect(utilization(5n, 10n)?.toString()).toBe("0.5");
});

test("a stored capacity above the cap counts as the cap", () => {
  expect(utilization(15n, 10n)?.toString()).toBe("1");
});

test("without a cap it is undefined", () => {
  expect(utilization(0n, 0n)).toBeNull();
  expect(utilization(5n, 0n)).toBeNull();
});
