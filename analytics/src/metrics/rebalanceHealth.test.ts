import fc from "fast-check";
import { expect, test } from "vitest";
import { dueEpisodes, isDue } from "./rebalanceDue.ts";
import { rebalanceHealth } from "./rebalanceHealth.ts";
import { shareDrift } from "./shareDrift.ts";

const step = <V>(block: bigint, value: V) => ({ block, at: 10n * block, value });
const threshold = { initial: 500n, steps: [] };
const window = { from: 0n, to: 1000n };
const patience = { block: 90n, graceBlocks: 20n };

test("the threshold itself is due, and so is any capacity after none", () => {
  expect([isDue(105n, 100n, 500n), isDue(104n, 100n, 500n), isDue(95n, 100n, 500n)]).toEqual([
    true,
    false,
    true,
  ]);
  expect([isDue(0n, 0n, 500n), isDue(1n, 0n, 500n)]).toEqual([false, true]);
});

test("cadence, drift, staleness and what was missed", () => {
  const total = { initial: 100n, steps: [step(10n, 120n), step(60n, 150n), step(70n, 90n)] };
  const last = { initial: 100n, steps: [step(40n, 120n), step(60n, 150n)] };
  const health = rebalanceHealth({ total, last, thresholdBps: threshold }, window, patience);
  expect(health).toMatchObject({ rebalances: 2, isDue: true, staleBlocks: 20n, missed: 1, nullReason: null });
  expect([health.cadenceMean, health.cadenceP95, health.drift].map(String)).toEqual(["20", "20", "0.4"]);
});

test("never rebalanced: null with its reason", () => {
  const total = { initial: 5n, steps: [] };
  const last = { initial: null, steps: [] };
  const health = rebalanceHealth({ total, last, thresholdBps: threshold }, window, patience);
  expect(health).toMatchObject({
    isDue: true,
    drift: null,
    staleBlocks: null,
    missed: null,
    cadenceMean: null,
  });
  expect(health.nullReason).toBe(
    "cadenceMean, cadenceP95: need two rebalances in the window, found 0; drift, staleBlocks, missed: it was never rebalanced",
  );
});

test("episodes are the blocks in which a rebalance is due, one by one", () => {
  const steps = fc.uniqueArray(fc.tuple(fc.bigInt(1n, 60n), fc.bigInt(90n, 112n)), {
    selector: ([block]) => block,
    maxLength: 12,
  });
  fc.assert(
    fc.property(steps, steps, (totals, rebalances) => {
      const sorted = (all: readonly (readonly [bigint, bigint])[]) =>
        [...all].sort((a, b) => Number(a[0] - b[0])).map(([block, value]) => step(block, value));
      const total = { initial: 100n, steps: sorted(totals) };
      const last = { initial: 100n, steps: sorted(rebalances) };
      const episodes = dueEpisodes({ total, last, thresholdBps: threshold });
      for (let block = 0n; block < 64n; block++) {
        const at = (series: typeof total) =>
          series.steps.filter((s) => s.block <= block).at(-1)?.value ?? series.initial;
        const inside = episodes.some(
          ({ from, until }) => from.block <= block && (until === null || block < until.block),
        );
        expect(inside).toBe(isDue(at(total), at(last), 500n));
      }
    }),
  );
});

test("shares that follow the capacities do not drift, and foreign ones drift wholly", () => {
  expect(
    shareDrift([
      { capacity: 1n, units: 10n },
      { capacity: 3n, units: 30n },
    ])?.toString(),
  ).toBe("0");
  expect(
    shareDrift([
      { capacity: 1n, units: 0n },
      { capacity: 0n, units: 5n },
    ])?.toString(),
  ).toBe("1");
  expect([
    shareDrift([]),
    shareDrift([{ capacity: 0n, units: 5n }]),
    shareDrift([{ capacity: 5n, units: 0n }]),
  ]).toEqual([null, null, null]);
});

test("share drift is half the sum of the gaps between shares", () => {
  const amount = fc.integer({ min: 0, max: 1000 });
  fc.assert(
    fc.property(fc.array(fc.tuple(amount, amount), { minLength: 1 }), (all) => {
      const [capacity, units] = [0, 1].map((side) => all.reduce((sum, pair) => sum + (pair[side] ?? 0), 0));
      fc.pre(!!capacity && !!units);
      const gaps = all.map(([c, u]) => Math.abs(c / (capacity ?? 1) - u / (units ?? 1)));
      const drift = shareDrift(all.map(([c, u]) => ({ capacity: BigInt(c), units: BigInt(u) })));
      expect(Number(drift)).toBeCloseTo(gaps.reduce((sum, gap) => sum + gap, 0) / 2, 10);
    }),
  );
});
