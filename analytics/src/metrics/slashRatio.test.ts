import { expect, test } from "vitest";
import { slashRatio } from "./slashRatio.ts";

test("a quarter of what was staked is a quarter", () => {
  expect(slashRatio(25n, 100n)?.toString()).toBe("0.25");
  expect(slashRatio(0n, 100n)?.toString()).toBe("0");
});

test("who never staked has none", () => {
  expect(slashRatio(0n, 0n)).toBeNull();
});
