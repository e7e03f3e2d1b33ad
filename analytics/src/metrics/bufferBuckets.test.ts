import fc from "fast-check";
import { expect, test } from "vitest";
import { type BufferMoves, bufferBuckets, fullness } from "./bufferBuckets.ts";
import { timeInFull, turnover } from "./bufferFigures.ts";
import { pressure } from "./pressure.ts";
import { runOf } from "./run.ts";

type Change = { readonly at: bigint; readonly kind: number; readonly amount: bigint };

const before = { level: 50n, limit: 100n };
const changes = fc
  .array(fc.record({ at: fc.bigInt(0n, 99n), kind: fc.nat(2), amount: fc.bigInt(0n, 60n) }), {
    maxLength: 25,
  })
  .map((all) => all.sort((a, b) => Number(a.at - b.at)));

test("half full, then full, then unlimited", () => {
  const all = [
    { at: 4n, kind: 0, amount: 50n },
    { at: 6n, kind: 2, amount: 0n },
  ];
  const [first, second] = bufferBuckets(
    { before, moves: history(all) },
    { window: { from: 0n, to: 10n }, interval: 5n },
  );
  expect(first).toMatchObject({
    open: 50n,
    close: 100n,
    limit: 100n,
    deposited: 50n,
    secondsInFull: 1n,
    nullReason: null,
  });
  expect([first?.pressure, first?.peakPressure, first?.meanPressure].map(String)).toEqual(["1", "1", "0.6"]);
  expect(second).toMatchObject({ limit: 0n, secondsInFull: 1n, pressure: null, meanPressure: null });
  expect(second?.nullReason).toBe("pressure, peakPressure, meanPressure: the buffer is unlimited");
});

test("figures of a whole window", () => {
  const read = {
    before: { level: 10n, limit: 0n },
    moves: history([{ at: 5n, kind: 1, amount: 10n }], 10n, 0n),
  };
  const window = { from: 0n, to: 10n };
  expect(timeInFull(read, window)).toEqual({
    seconds: 0n,
    ratio: null,
    nullReason: "ratio: the buffer is unlimited",
  });
  const { meanLevel, ratio, drained } = turnover(read, window);
  expect([drained, meanLevel, ratio].map(String)).toEqual(["10", "5", "2"]);
  expect(turnover({ before: { level: 0n, limit: 0n }, moves: [] }, window)).toMatchObject({
    ratio: null,
    nullReason: "ratio: the buffer was empty all the time",
  });
  expect(timeInFull({ before: { level: 9n, limit: 9n }, moves: [] }, window).ratio?.toString()).toBe("1");
  expect([pressure(5n, 10n)?.toString(), pressure(5n, 0n)]).toEqual(["0.5", null]);
});

test("it agrees with a look at every second", () => {
  fc.assert(
    fc.property(changes, fc.bigInt(1n, 40n), (all, interval) => {
      const read = { before, moves: history(all) };
      const rows = bufferBuckets(read, { window: { from: 0n, to: 90n }, interval });
      let level = before.level;
      for (const row of rows) {
        let full = 0n;
        for (let second = row.interval.from; second < row.interval.to; second++)
          full += fullAt(read.moves, second);
        expect(row.secondsInFull).toBe(full);
        expect(row.open).toBe(level);
        level += row.deposited - row.drained;
        expect(row.close).toBe(level);
      }
      const total = rows.reduce((sum, row) => sum + row.secondsInFull, 0n);
      expect(timeInFull(read, { from: 0n, to: 90n }).seconds).toBe(total);
    }),
  );
});

function fullAt(moves: readonly BufferMoves[], second: bigint): bigint {
  const last = moves.filter(({ level }) => level.firstAt <= second).at(-1);
  return last === undefined ? fullness(before.level, before.limit) : fullness(last.level.last, last.limit);
}

/** kind 0 deposits, 1 drains at most what is there, 2 sets the maximum. */
function history(all: readonly Change[], level = before.level, limit = before.limit): BufferMoves[] {
  let [held, most] = [level, limit];
  return all.map(({ at, kind, amount }) => {
    const deposited = kind === 0 ? amount : 0n;
    const drained = kind === 1 ? (amount < held ? amount : held) : 0n;
    held += deposited - drained;
    if (kind === 2) most = amount;
    const full = runOf({ at, value: fullness(held, most) });
    return { level: runOf({ at, value: held }), full, limit: most, deposited, drained };
  });
}
