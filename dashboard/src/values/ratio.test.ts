import { expect, test } from "vitest";
import { figure, percent, whyNull } from "./ratio.ts";

test.each([
  ["0.602936098562926218485677587841", "60.3%"],
  ["1", "100%"],
  ["0", "0%"],
  ["0.000000000000000000001", "under 0.01%"],
  [null, "–"],
])("%s as percent is %s", (ratio, words) => {
  expect(percent(ratio)).toBe(words);
});

test("a decimal has four figures", () => {
  expect(figure("0.0122624273834939532196075104009")).toBe("0.01226");
  expect(figure("150039356499.7")).toBe("150,000,000,000");
  expect(figure(undefined)).toBe("–");
});

test("the reason of a null is the field's own where there is one", () => {
  const reasons = "stdDev, coefficientOfVariation: n < 2; realized: no pair: none is left";
  expect(whyNull("realized", reasons)).toBe("no pair: none is left");
  expect(whyNull("coefficientOfVariation", reasons)).toBe("n < 2");
  expect(whyNull("mad", reasons)).toBe(reasons);
  expect(whyNull("mad", null)).toBeUndefined();
});
