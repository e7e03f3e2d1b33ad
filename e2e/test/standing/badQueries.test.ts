import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { Barrage } from "../../src/badQueries/Barrage.ts";
import { ordinaryAnswer } from "../../src/badQueries/ordinary.ts";
import { faultSeed } from "../../src/faultSeed.ts";
import { subgraphUrl } from "../../src/places.ts";
import { StandingStack } from "../../src/StandingStack.ts";

const COUNT = 1000;
const stack = new StandingStack();

it(`gives ${COUNT} bad queries clear answers, and ordinary ones the same as before`, async () => {
  const seed = faultSeed();
  const secrets = [new URL(subgraphUrl(stack)).host, stack.dataDir];
  const barrage = await Barrage.on(stack.url, seed, secrets);
  const before = await ordinaryAnswer(stack.url);
  const begun = performance.now();

  await barrage.play(0, COUNT);

  console.log(`Seed ${seed}: ${((performance.now() - begun) / 1000).toFixed(1)} s\n${barrage.table()}`);
  expect(barrage.failed).toEqual([]);
  expect(await ordinaryAnswer(stack.url)).toBe(before);
  expect(await readFile(join(stack.dataDir, "logs", "api.log"), "utf8")).not.toContain("unexpected error");
});
