import fc from "fast-check";
import { expect, test } from "vitest";
import { allEqual, ewmaReplay } from "./integrity.ts";

test("the first row that has not what it should is named", () => {
  const pairs = [
    { id: "a", found: 1n, expected: 1n },
    { id: "b", found: 2n, expected: 3n },
    { id: "c", found: 4n, expected: 5n },
  ];
  expect(allEqual(pairs, "level")).toEqual({
    holds: false,
    offenderId: "b",
    detail: "level is 2, expected 3",
  });
  expect(allEqual(pairs.slice(0, 1), "level")).toEqual({ holds: true, offenderId: null, detail: null });
});

test("a replay finds the one reveal that was changed, and nothing in an honest history", () => {
  const raws = fc.array(fc.bigInt(0n, 10n ** 12n), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(raws, fc.integer({ min: 1, max: 10_000 }), fc.nat(), (values, alpha, at) => {
      let stored = 0n;
      const steps = values.map((capped, index) => {
        const before = stored;
        const weighed = BigInt(alpha) * capped + BigInt(10_000 - alpha) * before;
        stored = (weighed - (weighed % 10_000n)) / 10_000n;
        return {
          id: String(index),
          capped,
          smoothedBefore: before,
          smoothed: stored,
          alphaBps: BigInt(alpha),
        };
      });
      expect(ewmaReplay(steps).holds).toBe(true);
      const wrong = at % steps.length;
      const forged = steps.map((step, index) =>
        index === wrong ? { ...step, smoothed: step.smoothed + 1n } : step,
      );
      expect(ewmaReplay(forged)).toMatchObject({ holds: false, offenderId: String(wrong) });
    }),
  );
});
