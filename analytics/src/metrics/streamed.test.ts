import fc from "fast-check";
import { expect, test } from "vitest";
import { type IndexPoint, type PoolIndex, type Settlement, sentBefore, streamedBuckets } from "./streamed.ts";

type Act = { readonly at: bigint; readonly kind: "rate" | "jump" | "units"; readonly value: bigint };

const acts = fc.array(
  fc.record({
    at: fc.bigInt(0n, 60n),
    kind: fc.constantFrom("rate" as const, "jump" as const, "units" as const),
    value: fc.bigInt(0n, 9n),
  }),
  { maxLength: 15 },
);

test("a member is sent its units' part, before and after its units change", () => {
  const index = { points: [point(0n, 0n), point(10n, 30n)], rate: 5n, now: 20n };
  const member = {
    changes: [{ at: 10n, settled: 60n, oldUnits: 2n, index: 30n }],
    settled: 60n,
    units: 4n,
    settledIndex: 30n,
  };
  expect([0n, 5n, 10n, 20n, 21n].map((moment) => sentBefore(member, index, moment))).toEqual([
    0n,
    30n,
    60n,
    260n,
    260n,
  ]);
  expect(streamedBuckets(member, index, { from: 5n, to: 21n }, 8n)).toEqual([90n, 140n]);
});

test("it agrees to the wei with a pool that pays second by second", () => {
  fc.assert(
    fc.property(acts, fc.bigInt(1n, 20n), (all, interval) => {
      const { index, member, sent } = played(
        [...all].sort((a, b) => Number(a.at - b.at)),
        70n,
      );
      for (let moment = 0n; moment <= 70n; moment++)
        expect(sentBefore(member, index, moment)).toBe(sent[Number(moment)]);
      const window = { from: 7n, to: 71n };
      const rows = streamedBuckets(member, index, window, interval);
      expect(rows.reduce((sum, row) => sum + row, 0n)).toBe((sent[71] ?? 0n) - (sent[7] ?? 0n));
    }),
  );
});

/** Pays each second one by one; `sent[t]` is what had been sent just before t, the flow of the last second not begun. */
function played(all: readonly Act[], now: bigint) {
  const points: IndexPoint[] = [point(0n, 0n)];
  const changes: Settlement[] = [];
  const sent: bigint[] = [];
  let [rate, units, perUnit, total, settled, settledIndex] = [0n, 0n, 0n, 0n, 0n, 0n];
  for (let second = 0n; second <= now; second++) {
    sent.push(total);
    for (const { kind, value } of all.filter(({ at }) => at === second)) {
      const before = perUnit;
      if (kind === "jump") perUnit += value;
      total += units * (perUnit - before);
      points.push({ at: second, before, after: perUnit });
      if (kind === "rate") rate = value;
      if (kind !== "units") continue;
      changes.push({ at: second, settled: total, oldUnits: units, index: perUnit });
      [units, settled, settledIndex] = [value, total, perUnit];
    }
    if (second === now) break;
    perUnit += rate;
    total += units * rate;
  }
  sent.push(total);
  const index: PoolIndex = { points, rate, now };
  return { index, member: { changes, settled, units, settledIndex }, sent };
}

function point(at: bigint, value: bigint): IndexPoint {
  return { at, before: value, after: value };
}
