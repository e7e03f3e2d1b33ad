import fc from "fast-check";
import { expect, test } from "vitest";
import { claimOf, overclaim, unseen } from "./overclaim.ts";

test("the figures of four reveals", () => {
  const result = overclaim(
    [
      [15n, 10n],
      [5n, 10n],
      [10n, 10n],
      [10n, 0n],
    ].map(([raw = 0n, cap = 0n]) => claimOf(raw, cap)),
  );
  expect(result).toMatchObject({ n: 4, overclaims: 2, excess: 15n, nullReason: null });
  expect([result.rate, result.excessRatio].map(String)).toEqual(["0.5", "0.375"]);
});

test("no reveal: null with its reason", () => {
  expect(overclaim([])).toEqual({
    n: 0,
    overclaims: 0,
    rate: null,
    excess: 0n,
    excessRatio: null,
    nullReason: "rate, excessRatio: no reveal in the window",
  });
});

test("declaring nothing is a rate of 0 and no share of excess", () => {
  const result = overclaim([claimOf(0n, 10n)]);
  expect(result.rate?.toString()).toBe("0");
  expect(result.excessRatio).toBeNull();
  expect(result.nullReason).toBe("excessRatio: nothing but 0 was declared");
});

test("capacities that are told after the cap show no rate, and why", () => {
  expect(unseen(overclaim([claimOf(10n, 10n), claimOf(5n, 5n)]))).toEqual({
    n: 2,
    overclaims: 0,
    rate: null,
    excess: 0n,
    excessRatio: null,
    nullReason:
      "rate, excessRatio: the contracts tell capacities after the cap, so that nobody sees an over-claim",
  });
});

test("however reveals are parted, it is what looking at each gives", () => {
  const amount = fc.bigInt(0n, 10n ** 6n);
  fc.assert(
    fc.property(fc.array(fc.tuple(amount, amount), { minLength: 1 }), fc.nat(20), (reveals, cut) => {
      const parts = [reveals.slice(0, cut), reveals.slice(cut)].map((part) =>
        part.map(([raw, cap]) => claimOf(raw, cap)),
      );
      const rolled = parts.map((part) => {
        const sum = (of: "count" | "overclaims" | "excess" | "declared") =>
          part.reduce((total, claim) => total + claim[of], 0n);
        return {
          count: sum("count"),
          overclaims: sum("overclaims"),
          excess: sum("excess"),
          declared: sum("declared"),
        };
      });
      const result = overclaim(rolled);
      expect(result).toEqual(overclaim(parts.flat()));
      const over = reveals.filter(([raw, cap]) => raw > cap);
      expect(Number(result.rate)).toBeCloseTo(over.length / reveals.length, 12);
      const declared = reveals.reduce((sum, [raw]) => sum + Number(raw), 0);
      const excess = over.reduce((sum, [raw, cap]) => sum + Number(raw - cap), 0);
      if (declared > 0) expect(Number(result.excessRatio)).toBeCloseTo(excess / declared, 12);
    }),
  );
});
