import { type Address, zeroAddress } from "viem";
import { describe, expect, it } from "vitest";
import { castFrom } from "./cast.ts";
import { type Plan, planOf } from "./plan.ts";
import { type ProfileName, profileDuration, profileOf } from "./profile.ts";
import { countsOf } from "./witness.ts";

const TOKEN = 10n ** 18n;
const accounts = Array.from({ length: 40 }, (_, i): Address => `0x${(i + 1).toString(16).padStart(40, "0")}`);
const beginning = {
  poolAdmin: zeroAddress,
  parameters: {
    StakeManager: {
      ...{ MIN_SINK_STAKE: 100n * TOKEN, STAKE_UNIT: TOKEN },
      ...{ UNBONDING_DELAY: 0n, CAPACITY_PRECISION: 10n ** 9n },
    },
    CapacityRegistry: { EWMA_ALPHA_BPS: 3000n, COMMIT_TIMEOUT: 20n },
    BackpressurePool: { REBALANCE_THRESHOLD_BPS: 500n, UNIT_SCALE: 10n ** 9n },
    EscrowBuffer: { DRAIN_RATE_PER_CAPACITY: 0n },
  },
};

function plan(name: ProfileName, seed: number, start = 1_000_000): Plan {
  return planOf({ profile: profileOf(name), seed, start, base: 40, cast: castFrom(accounts), beginning });
}

const acts = ({ blocks }: Plan) => blocks.map(({ block, acts }) => ({ block, acts }));
const pairs = ({ world }: Plan) =>
  [...world.registry.taskTypes.values()].flatMap((task) => [...task.pairs.values()]);

const verdicts = ({ world }: Plan) =>
  [...new Set(world.audits.outcomes.map(({ verdict }) => verdict))].toSorted();

/** The checks that some slash fails. */
const failed = ({ world }: Plan) =>
  world.audits.outcomes.flatMap(({ checks }) =>
    Object.entries(checks).flatMap(([id, result]) => (result === "FAIL" ? [id] : [])),
  );

/** What every history must hold, whatever its seed. */
function requireEverything(history: Plan): void {
  const counts = Object.entries(countsOf(history.world.history.facts));
  expect(counts.filter(([, count]) => count === 0)).toEqual([]);
  const latencies = pairs(history).flatMap((pair) =>
    pair.reveals.map((reveal) => reveal.block - reveal.commitBlock),
  );
  expect([Math.min(...latencies), Math.max(...latencies)]).toEqual([1, 20]);
  expect(pairs(history).some((pair) => pair.expired(history.end.block, 20).length >= 3)).toBe(true);
  expect(verdicts(history)).toEqual(["INSUFFICIENT_EVIDENCE", "SUPPORTED", "UNSUPPORTED"]);
  expect(failed(history)).toEqual(expect.arrayContaining(["R1", "R2", "R3", "R5", "X1"]));
  expect(history.world.audits.outcomes).toHaveLength(history.world.stakes.slashes.length);
  expect(history.world.stakes.slashes.some((slash) => slash.amount < slash.requested)).toBe(true);
  const streams = history.blocks.flatMap((block) => block.acts.filter((act) => act.kind === "stream"));
  expect(streams.some((act) => act.kind === "stream" && act.rate === 0n)).toBe(true);
}

describe("planOf", () => {
  it("gives the same history for the same seed", () => {
    expect(plan("smoke", 3)).toEqual(plan("smoke", 3));
  });

  it("gives the same acts in the same blocks at another start", () => {
    expect(acts(plan("smoke", 3, 5_000_000))).toEqual(acts(plan("smoke", 3)));
  });

  it("gives another history for another seed", () => {
    expect(acts(plan("smoke", 3))).not.toEqual(acts(plan("smoke", 4)));
  });

  it("holds everything for any of 40 seeds", () => {
    for (let seed = 0; seed < 40; seed++) requireEverything(plan("smoke", seed));
  });

  it("holds between 8,000 and 12,000 facts in a week, and everything", () => {
    for (const seed of [1, 2, 3]) {
      const week = plan("week", seed);
      requireEverything(week);
      expect(failed(week)).toContain("R4");
      expect(week.world.history.facts.length).toBeGreaterThan(8_000);
      expect(week.world.history.facts.length).toBeLessThan(12_000);
    }
  });

  it("ends when the profile does", () => {
    expect(plan("week", 1).end.timestamp).toBe(1_000_000 + profileDuration("week"));
    expect(profileDuration("week")).toBe(7 * 86_400);
  });

  it("asks for a chain with enough accounts", () => {
    expect(() => castFrom(accounts.slice(0, 20))).toThrow("20 unlocked accounts, the cast needs");
  });
});
