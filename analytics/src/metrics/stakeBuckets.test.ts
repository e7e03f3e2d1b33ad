import fc from "fast-check";
import { expect, test } from "vitest";
import { runOf } from "./run.ts";
import { type StakeMoves, stakeBuckets } from "./stakeBuckets.ts";

test("every row closes at what it opened with and what moved", () => {
  const step = fc.record({ at: fc.bigInt(0n, 99n), kind: fc.nat(2), amount: fc.bigInt(0n, 1000n) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), fc.bigInt(1n, 40n), (steps, interval) => {
      const before = 10n ** 6n;
      const moves = history(before, steps);
      const rows = stakeBuckets(before, moves, { window: { from: 0n, to: 100n }, interval });
      let level = before;
      for (const row of rows) {
        expect(row.open).toBe(level);
        expect(row.close).toBe(row.open + row.staked - row.unstaked - row.slashed);
        level = row.close;
      }
      expect(rows.reduce((sum, row) => sum + row.changes, 0)).toBe(steps.length);
      expect(rows.reduce((sum, row) => sum + row.slashed, 0n)).toBe(
        moves.reduce((sum, move) => sum + move.slashed, 0n),
      );
    }),
  );
});

function history(
  before: bigint,
  steps: readonly { at: bigint; kind: number; amount: bigint }[],
): StakeMoves[] {
  let stake = before;
  return [...steps]
    .sort((a, b) => Number(a.at - b.at))
    .map(({ at, kind, amount }) => {
      stake += kind === 0 ? amount : -amount;
      const of = (wanted: number) => (kind === wanted ? amount : 0n);
      return { run: runOf({ at, value: stake }), staked: of(0), unstaked: of(1), slashed: of(2) };
    });
}
