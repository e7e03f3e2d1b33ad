import { expect, test } from "vitest";
import { expectedCount, sinceOf } from "./Counted.ts";

const block = { end: 1000n, number: 1, hash: null, timestamp: null, height: { number: 1 }, deployment: "" };
const question = (from: bigint, to: bigint) => ({ block, window: { from, to }, interval: null });

test("a tenth of a life holds a tenth of its facts", () => {
  const parent = { id: "0x", count: 500n, since: 0n };
  expect(expectedCount(parent, question(900n, 1000n))).toBe(50n);
  expect(expectedCount({ ...parent, since: 800n }, question(0n, 900n))).toBe(250n);
  expect(expectedCount({ ...parent, since: 800n }, question(0n, 700n))).toBe(0n);
});

test("where the life is not known all facts count", () => {
  expect(expectedCount({ id: "0x", count: 7n, since: null }, question(0n, 1n))).toBe(7n);
  expect(sinceOf([])).toBeNull();
  expect(sinceOf([{ manometer_at: "12" }])).toBe(12n);
});
