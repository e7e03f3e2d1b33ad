import fc from "fast-check";
import { expect, test } from "vitest";
import { concentration } from "./concentration.ts";
import { concentrationBuckets } from "./concentrationBuckets.ts";

const sink = fc
  .tuple(
    fc.option(fc.bigInt(0n, 99n)),
    fc.array(fc.tuple(fc.bigInt(10n, 99n), fc.option(fc.bigInt(0n, 99n))), { maxLength: 6 }),
  )
  .map(([initial, all]) => ({
    initial,
    steps: all.sort((a, b) => Number(a[0] - b[0])).map(([at, value]) => ({ block: at, at, value })),
  }));

test("each row is the concentration of what the last second of its interval held", () => {
  fc.assert(
    fc.property(fc.array(sink, { maxLength: 4 }), fc.bigInt(1n, 40n), (sinks, interval) => {
      for (const { interval: slot, filled, ...row } of concentrationBuckets(
        sinks,
        { from: 10n, to: 80n },
        interval,
      )) {
        const held = sinks.map(({ initial, steps }) => {
          const passed = steps.filter(({ at }) => at <= slot.to - 1n);
          return passed.length === 0 ? initial : (passed.at(-1)?.value ?? null);
        });
        expect(row).toEqual(concentration(held.filter((value) => value !== null)));
        const inside = sinks.some(({ steps }) => steps.some(({ at }) => slot.from <= at && at < slot.to));
        expect(filled).toBe(!inside);
      }
    }),
  );
});
