import fc from "fast-check";
import { expect, test } from "vitest";
import { backlogBuckets } from "./backlog.ts";
import { blockIntegrals } from "./blockIntegral.ts";
import { efficiency } from "./efficiency.ts";

const window = { from: 0n, to: 30n };

test("what cannot be served waits, and spare capacity is lost", () => {
  const rows = backlogBuckets(
    { before: 5n, arrived: [10n, 0n, 3n], capacity: [4n, 20n, 1n] },
    { window, interval: 10n },
    "",
  );
  expect(rows.map(({ backlog }) => backlog)).toEqual([11n, 0n, 2n]);
  expect(rows.map(({ filled }) => filled)).toEqual([false, true, false]);
});

test("without a rate there is no limit, so nothing to tell", () => {
  const [row] = backlogBuckets(
    { before: 5n, arrived: [10n], capacity: null },
    { window, interval: 30n },
    "no rate",
  );
  expect(row).toMatchObject({ arrived: 10n, capacity: null, backlog: null });
  expect(row?.nullReason).toBe("capacity, backlog: no rate");
});

test("a backlog is the largest surplus of any stretch that ends now", () => {
  const flow = fc.bigInt(0n, 100n);
  fc.assert(
    fc.property(flow, fc.array(fc.tuple(flow, flow), { minLength: 1, maxLength: 20 }), (before, flows) => {
      const [arrived, capacity] = [flows.map(([f]) => f), flows.map(([, c]) => c)];
      const rows = backlogBuckets(
        { before, arrived, capacity },
        { window: { from: 0n, to: BigInt(flows.length) }, interval: 1n },
        "",
      );
      rows.forEach(({ backlog }, end) => {
        const surplus = (from: number) => flows.slice(from, end + 1).reduce((sum, [f, c]) => sum + f - c, 0n);
        const stretches = [
          before + surplus(0),
          ...flows.slice(0, end + 1).map((_, from) => surplus(from)),
          0n,
        ];
        expect(backlog).toBe(stretches.reduce((most, value) => (value > most ? value : most)));
      });
    }),
  );
});

test("a rate per block adds up block by block", () => {
  const steps = fc.array(fc.tuple(fc.bigInt(0n, 50n), fc.bigInt(0n, 9n)), { maxLength: 10 });
  fc.assert(
    fc.property(steps, fc.array(fc.bigInt(0n, 60n), { minLength: 2, maxLength: 6 }), (all, cuts) => {
      const series = {
        initial: 1n,
        steps: all.sort((a, b) => Number(a[0] - b[0])).map(([block, value]) => ({ block, at: block, value })),
      };
      const edges = cuts.sort((a, b) => Number(a - b));
      const expected = edges.slice(1).map((end, index) => {
        let sum = 0n;
        for (let block = edges[index] ?? end; block < end; block++) {
          sum += series.steps.filter((step) => step.block <= block).at(-1)?.value ?? series.initial;
        }
        return sum;
      });
      expect(blockIntegrals(series, edges)).toEqual(expected);
    }),
  );
});

test("payment beyond capacity is of no use", () => {
  const result = efficiency(
    [
      { received: 30n, capacity: 10n },
      { received: 10n, capacity: 50n },
    ],
    null,
  );
  expect(result).toMatchObject({ received: 40n, useful: 20n, nullReason: null });
  expect(result.ratio?.toString()).toBe("0.5");
  expect(efficiency([], null)).toEqual({
    received: 0n,
    useful: 0n,
    ratio: null,
    nullReason: "ratio: nothing was paid",
  });
  expect(efficiency([{ received: 1n, capacity: 0n }], "no rate")).toMatchObject({
    ratio: null,
    nullReason: "useful, ratio: no rate",
  });
});

test("efficiency is between 0 and 1, and 1 exactly where every sink could serve what it got", () => {
  const amount = fc.bigInt(0n, 10n ** 20n);
  fc.assert(
    fc.property(fc.array(fc.record({ received: amount, capacity: amount }), { minLength: 1 }), (sinks) => {
      fc.pre(sinks.some(({ received }) => received > 0n));
      const value = Number(efficiency(sinks, null).ratio);
      expect(value >= 0 && value <= 1).toBe(true);
      expect(efficiency(sinks, null).useful === sinks.reduce((sum, { received }) => sum + received, 0n)).toBe(
        sinks.every(({ received, capacity }) => received <= capacity),
      );
    }),
  );
});
