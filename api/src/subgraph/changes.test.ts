import { valuesBefore } from "@manometer/analytics/steps";
import { expect, test } from "vitest";
import { merged, type RevealedStats } from "./changes.ts";
import type { LevelFact } from "./levelKinds.ts";

const owner = { id: "0x01" };
const fact = (at: number, before: number | null, after: number | null): LevelFact => ({
  order: String(at),
  at: String(at),
  blockNumber: String(at),
  before: before === null ? null : String(before),
  after: after === null ? null : String(after),
  owner,
});
const hour = (lastAt: number, after: number): RevealedStats => ({
  count: "3",
  lastAt: String(lastAt),
  after: String(after),
  owner,
});
const at = (moments: number[], ...args: Parameters<typeof merged>) =>
  valuesBefore(merged(...args), moments.map(BigInt));

test("hours and single facts are one history, in time", () => {
  const changes = { facts: [fact(5, 1, 2), fact(30, 7, 4)], hours: [hour(20, 7), hour(50, 9)] };
  expect(at([5, 6, 21, 31, 51], changes, "9")).toEqual([1n, 2n, 7n, 4n, 9n]);
});

test("what held before the first hour is what its first reveal found", () => {
  const changes = { facts: [fact(15, 3, 6)], hours: [hour(20, 7)] };
  expect(at([0, 16, 21], changes, "7")).toEqual([3n, 6n, 7n]);
});

test("where nothing changed, what holds now always held", () => {
  expect(at([0, 99], { facts: [], hours: [] }, "8")).toEqual([8n, 8n]);
  expect(at([0], { facts: [], hours: [] }, null)).toEqual([null]);
});

test("a clamp or a departure in the second of an hour's last reveal came after it where it found what that left", () => {
  const clamped = { facts: [fact(20, 7, 5)], hours: [hour(20, 7)] };
  expect(at([21], clamped, "5")).toEqual([5n]);
  const revealed = { facts: [fact(20, 6, 5)], hours: [hour(20, 7)] };
  expect(at([21], revealed, "7")).toEqual([7n]);
  const arrived = { facts: [fact(20, null, 1)], hours: [hour(20, 7)] };
  expect(at([20, 21], arrived, "7")).toEqual([null, 7n]);
});
