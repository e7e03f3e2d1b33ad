import { expect, test } from "vitest";
import { paid, paidRows } from "./paid.ts";

const streamed = { rows: [5n, 0n], isSameToken: true, hasPool: true };

test("what drained and what streamed add up where both are the same token", () => {
  expect(paid(7n, streamed, 0)).toEqual({ streamed: 5n, total: 12n, nullReason: null });
});

test("they do not add up where the tokens may differ, unless nothing streamed", () => {
  const other = { ...streamed, isSameToken: false };
  expect(paid(7n, other, 0)).toMatchObject({ streamed: 5n, total: null });
  expect(paid(7n, other, 0).nullReason).toContain("SUPER_TOKENS");
  expect(paid(7n, other, 1)).toEqual({ streamed: 0n, total: 7n, nullReason: null });
});

test("without a pool nothing streams, and the answer says so", () => {
  const none = { rows: [], isSameToken: true, hasPool: false };
  expect(paid(7n, none, 0)).toEqual({
    streamed: 0n,
    total: 7n,
    nullReason: "streamed is 0: there is no pool",
  });
});

test("each row of a series has its own figures", () => {
  const interval = { from: 0n, to: 1n };
  const rows = [1n, 2n].map((amount) => ({ interval, amount, filled: false }));
  expect(paidRows(rows, streamed, "HOUR").map((row) => [row.drained, row.total, row.resolution])).toEqual([
    [1n, 6n, "HOUR"],
    [2n, 2n, "HOUR"],
  ]);
});

test("what cannot be replayed is null with its reason, and so is the total", () => {
  const unknown = paid(7n, { rows: null, isSameToken: false, hasPool: true }, 0);
  expect(unknown).toMatchObject({ streamed: null, total: null });
  expect(unknown.nullReason).toContain("streamed, total: a pool's streams changed more often");
});
