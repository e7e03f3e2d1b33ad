import fc from "fast-check";
import { expect, test } from "vitest";
import { combine, type StepSeries, valuesBefore } from "./steps.ts";

const series: fc.Arbitrary<StepSeries<bigint>> = fc
  .tuple(fc.bigInt(0n, 9n), fc.array(fc.tuple(fc.bigInt(0n, 40n), fc.bigInt(0n, 99n)), { maxLength: 12 }))
  .map(([initial, all]) => ({
    initial,
    steps: all
      .sort((a, b) => Number(a[0] - b[0]))
      .map(([block, value]) => ({ block, at: 100n + 2n * block, value })),
  }));

test("of several steps in one block the last counts", () => {
  const a = { initial: 1n, steps: [step(3n, 5n), step(3n, 7n)] };
  const b = { initial: 10n, steps: [step(3n, 20n), step(4n, 30n)] };
  const sum = combine([a, b], (values) => values.reduce((total, value) => total + value));
  expect(sum).toEqual({ initial: 11n, steps: [step(3n, 27n), step(4n, 37n)] });
});

test("a step holds from its moment on, so it is not what held before", () => {
  const { initial, steps } = { initial: 1n, steps: [step(3n, 5n)] };
  expect(valuesBefore({ initial, steps }, [105n, 106n, 107n])).toEqual([1n, 1n, 5n]);
});

test("it agrees with a look at every block", () => {
  fc.assert(
    fc.property(fc.array(series, { minLength: 1, maxLength: 4 }), (parts) => {
      const text = combine(parts, (values) => values.join());
      const moments = Array.from({ length: 100 }, (_, index) => 95n + BigInt(index));
      const expected = moments.map((moment) =>
        parts.map((part) => part.steps.filter(({ at }) => at < moment).at(-1)?.value ?? part.initial).join(),
      );
      expect(valuesBefore(text, moments)).toEqual(expected);
      const blocks = text.steps.map(({ block }) => block);
      expect(blocks).toEqual(
        [...new Set(parts.flatMap((part) => part.steps.map(({ block }) => block)))].sort((a, b) =>
          Number(a - b),
        ),
      );
    }),
  );
});

function step(block: bigint, value: bigint) {
  return { block, at: 100n + 2n * block, value };
}
