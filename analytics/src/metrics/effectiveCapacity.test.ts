import fc from "fast-check";
import { expect, test } from "vitest";
import { type StepSeries, valuesBefore } from "../steps.ts";
import { capOf } from "./cap.ts";
import { effectiveCapacity, totalCapacity } from "./effectiveCapacity.ts";

const value = fc.bigInt(0n, 1000n);
const stakes = seriesOf(value);
const signals = seriesOf(fc.option(value));
const constant = (initial: bigint) => ({ initial, steps: [] });
const parameters = { minSinkStake: constant(4n), stakeUnit: constant(1n), capacityPrecision: constant(10n) };

test("a slash lowers the cap under what is stored, and leaving ends it", () => {
  const stored = { initial: 60n, steps: [{ block: 3n, at: 30n, value: null }] };
  const stake = {
    initial: 100n,
    steps: [
      { block: 1n, at: 10n, value: 25n },
      { block: 2n, at: 20n, value: 3n },
    ],
  };
  expect(effectiveCapacity({ stored, stake }, parameters)).toEqual({
    initial: 60n,
    steps: [
      { block: 1n, at: 10n, value: 50n },
      { block: 2n, at: 20n, value: 0n },
      { block: 3n, at: 30n, value: null },
    ],
  });
});

test("it is the smaller of stored and cap at every moment, whatever changes, and adds up over sinks", () => {
  const sinks = fc.array(fc.record({ stored: signals, stake: stakes }), { minLength: 1, maxLength: 4 });
  const cap = fc.record({ minSinkStake: stakes, stakeUnit: stakes, capacityPrecision: stakes });
  fc.assert(
    fc.property(sinks, cap, (all, history) => {
      const moments = Array.from({ length: 45 }, (_, index) => BigInt(index));
      const effective = all.map((sink) => effectiveCapacity(sink, history));
      const total = valuesBefore(totalCapacity(effective), moments);
      for (const moment of moments) {
        const now = <V>(series: StepSeries<V>) => {
          const passed = series.steps.filter((step) => step.at < moment);
          return passed.length === 0 ? series.initial : (passed.at(-1)?.value as V);
        };
        const expected = all.map(({ stored, stake }) => {
          const most = capOf(now(stake), {
            minSinkStake: now(history.minSinkStake),
            stakeUnit: now(history.stakeUnit),
            capacityPrecision: now(history.capacityPrecision),
          });
          const held = now(stored);
          return held === null ? null : held < most ? held : most;
        });
        expect(effective.map((series) => valuesBefore(series, [moment])[0])).toEqual(expected);
        expect(total[Number(moment)]).toBe(expected.reduce<bigint>((sum, part) => sum + (part ?? 0n), 0n));
      }
    }),
    { numRuns: 40 },
  );
});

function seriesOf<V>(values: fc.Arbitrary<V>): fc.Arbitrary<StepSeries<V>> {
  return fc
    .tuple(values, fc.array(fc.tuple(fc.bigInt(0n, 40n), values), { maxLength: 6 }))
    .map(([initial, all]) => ({
      initial,
      steps: all
        .sort((a, b) => Number(a[0] - b[0]))
        .map(([block, step]) => ({ block, at: block, value: step })),
    }));
}
