import fc from "fast-check";
import { expect, test } from "vitest";
import type { Sample } from "../series.ts";
import { type Bucket, bucketRun } from "./bucketRun.ts";
import { ascending } from "./quantile.ts";
import { joinAll, runOf } from "./run.ts";

const samples = fc
  .array(fc.record({ at: fc.bigInt(0n, 500n), value: fc.bigInt(0n, 10n ** 20n) }), {
    minLength: 1,
    maxLength: 30,
  })
  .map((all) => all.sort((a, b) => Number(a.at - b.at)));

test("buckets of any length give the run of their samples", () => {
  fc.assert(
    fc.property(samples, fc.bigInt(1n, 200n), (all, length) => {
      const buckets = Map.groupBy(all, ({ at }) => at / length);
      const runs = [...buckets.values()].map((part) => bucketRun(rolledUp(part, all)));
      expect(joinAll(runs)).toEqual(joinAll(all.map(runOf)));
    }),
  );
});

test("what held before the bucket's first sample is not part of its run", () => {
  const history = [
    { at: 10n, value: 3n },
    { at: 50n, value: 8n },
  ];
  const run = bucketRun(rolledUp(history.slice(1), history));
  expect(run).toEqual(runOf({ at: 50n, value: 8n }));
});

function rolledUp(part: readonly Sample[], history: readonly Sample[]): Bucket {
  const steps = part.map((sample) => {
    const before = history[history.indexOf(sample) - 1];
    return {
      ...sample,
      elapsed: before === undefined ? 0n : sample.at - before.at,
      held: before?.value ?? 0n,
    };
  });
  const sorted = part.map(({ value }) => value).sort(ascending);
  const sum = (of: (step: (typeof steps)[number]) => bigint) => steps.reduce((total, s) => total + of(s), 0n);
  return {
    count: BigInt(part.length),
    firstAt: steps[0]?.at ?? 0n,
    lastAt: steps.at(-1)?.at ?? 0n,
    sum: sum((step) => step.value),
    squareSum: sum((step) => step.value * step.value),
    min: sorted[0] ?? 0n,
    max: sorted.at(-1) ?? 0n,
    first: steps[0]?.value ?? 0n,
    last: steps.at(-1)?.value ?? 0n,
    elapsedSum: sum((step) => step.elapsed),
    timeSum: sum((step) => step.held * step.elapsed),
    squareTimeSum: sum((step) => step.held * step.held * step.elapsed),
    firstElapsed: steps[0]?.elapsed ?? 0n,
    firstHeld: steps[0]?.held ?? 0n,
  };
}
