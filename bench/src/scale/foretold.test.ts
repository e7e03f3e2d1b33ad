import { expect, test } from "vitest";
import { surprises } from "./foretold.ts";
import type { Snapshot } from "./Snapshot.ts";

const fates = { commits: 6, revealed: 5, expired: 1, pending: 0 };
const spread = (n: number) => ({ n, mean: "10.5", stdDev: "2" });

function snapshot(weeks: number): Snapshot {
  const k = BigInt(weeks);
  return {
    counts: { Reveal: 5n * k, Stake: 3n },
    pairs: { p: { week: spread(5), all: spread(5 * weeks), fates, commits: 6n * k } },
    sinks: { s: { total: 70n * k, all: 70n * k, hours: ["0", "70"] } },
    buffers: { b: { drained: 70n * k, missing: 0n } },
  };
}

const expected = { weeks: 12, recurring: ["Reveal"] };

test("twelve weeks like the one are no surprise", () => {
  expect(surprises(snapshot(1), snapshot(12), expected)).toEqual([]);
});

test("each figure that does not follow is named", () => {
  const now = snapshot(12);
  const odd: Snapshot = {
    counts: { Reveal: 59n, Stake: 36n },
    pairs: {
      p: { ...now.pairs.p, week: { n: 5, mean: "10.4", stdDev: "2" }, all: spread(59), commits: 6n } as never,
    },
    sinks: { s: { total: 840n, all: 839n, hours: ["70", "0"] } },
    buffers: { b: { drained: 840n, missing: 1n } },
  };

  expect(surprises(snapshot(1), odd, expected)).toEqual([
    "the number of Reveal is 59, not 60",
    "the number of Stake is 36, not 3",
    "the week's mean of p is 10.4, not 10.5",
    "n of p is 59, not 60",
    "commits of p is 6, not 72",
    "what was drained to s is 839, not 840",
    "the week's hours of s is 70,0, not 0,70",
    "what is missing in b is 1, not 0",
  ]);
});

test("what is gone is a surprise", () => {
  expect(surprises(snapshot(1), { ...snapshot(12), sinks: {} }, expected)[0]).toContain("undefined, not 840");
});
