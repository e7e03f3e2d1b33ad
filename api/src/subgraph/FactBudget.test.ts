import { expect, test } from "vitest";
import { FactBudget } from "./FactBudget.ts";

test("a request may read its budget and not one fact more", () => {
  const budget = new FactBudget(1000);
  budget.take(600);
  budget.take(400);
  expect(() => budget.take(1)).toThrow(/read more facts/);
});
