import { expect, test } from "vitest";
import { Batch } from "./Batch.ts";

test("keys of one turn are asked for together, each once", async () => {
  const asked: (readonly string[])[] = [];
  const batch = new Batch(async (keys: readonly string[]) => {
    asked.push(keys);
    return keys.map((key) => key.toUpperCase());
  });
  expect(await Promise.all([batch.load("a"), batch.load("b"), batch.load("a")])).toEqual(["A", "B", "A"]);
  expect(await Promise.all([batch.load("b"), batch.load("c")])).toEqual(["B", "C"]);
  expect(asked).toEqual([["a", "b"], ["c"]]);
});

test("an error reaches everyone who asked", async () => {
  const batch = new Batch(async (): Promise<string[]> => {
    throw new Error("down");
  });
  const results = await Promise.allSettled([batch.load("a"), batch.load("b")]);
  expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
});
