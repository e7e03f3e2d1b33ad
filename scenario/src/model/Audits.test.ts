import { type Address, keccak256, stringToHex, toHex, zeroHash } from "viem";
import { beforeEach, describe, expect, it } from "vitest";
import type { Act } from "../acts.ts";
import { commitmentHash } from "./Registry.ts";
import { World } from "./World.ts";

const TOKEN = 10n ** 18n;
const account = (n: number): Address => `0x${n.toString(16).padStart(40, "0")}`;
const [owner, ann, slasher] = [account(1), account(2), account(3)] as const;
const taskType = stringToHex("task", { size: 32 });
const nonce = zeroHash;
const unit = 10n ** 9n;
const word = (text: string) => stringToHex(text, { size: 32 });

const parameters = {
  StakeManager: { MIN_SINK_STAKE: 100n * TOKEN, STAKE_UNIT: TOKEN, CAPACITY_PRECISION: unit },
  CapacityRegistry: { EWMA_ALPHA_BPS: 3000n, COMMIT_TIMEOUT: 20n },
};

let world: World;

function at(block: number, ...acts: Act[]): void {
  world.enter({ block, timestamp: block * 10 });
  for (const act of acts) world.apply(act);
}

/** Commits in the block, and never reveals. */
function withhold(block: number): void {
  at(block, { by: ann, kind: "commit", taskType, hash: keccak256(toHex(block)) });
}

/** Reveals in the block what was committed to in the one before: 3 units above the cap of 20. */
function overclaim(block: number): void {
  const capacity = 23n * unit;
  at(block - 1, { by: ann, kind: "commit", taskType, hash: commitmentHash(taskType, ann, capacity, nonce) });
  at(block, { by: ann, kind: "reveal", taskType, capacity, nonce });
}

/** The outcome of a slash in the block. */
function slash(block: number, reason: string, amount = TOKEN) {
  const order = { sink: ann, amount, reason: reason.startsWith("0x") ? (reason as Address) : word(reason) };
  at(block, { by: slasher, kind: "slash", ...order, evidence: null });
  return world.audits.outcomes.at(-1);
}

/** Ann has 400 tokens at stake. */
beforeEach(() => {
  world = new World({ parameters, poolAdmin: account(9) });
  at(
    1,
    { by: owner, kind: "registerTaskType", taskType, minStake: 0n },
    { by: owner, kind: "setSlasher", slasher, authorized: true },
    { by: ann, kind: "stake", amount: 400n * TOKEN },
    { by: ann, kind: "registerSink", taskType, capacity: 20n * unit },
  );
});

describe("a slash for withholding", () => {
  beforeEach(() => [10, 40, 70].forEach(withhold));

  it("counts a commitment from the first block in which a reveal comes too late", () => {
    expect(slash(90, "COMMIT_WITHHOLDING")?.checks).toMatchObject({ R2: "FAIL", R5: "NA" });
    // the earlier slash had two of the three
    expect(slash(91, "COMMIT_WITHHOLDING")?.checks).toMatchObject({ R2: "PASS", R5: "FAIL" });
  });

  it("needs evidence that no earlier slash had, in the same block too", () => {
    expect(slash(91, "COMMIT_WITHHOLDING")?.verdict).toBe("SUPPORTED");
    expect(slash(91, "COMMIT_WITHHOLDING")).toMatchObject({ verdict: "UNSUPPORTED", checks: { R5: "FAIL" } });
  });

  it("looks 1,000 blocks back, and sees 5,000", () => {
    // the first commitment's time was over in block 31
    expect(slash(1030, "COMMIT_WITHHOLDING")?.verdict).toBe("SUPPORTED");
    expect(slash(1031, "COMMIT_WITHHOLDING")?.checks).toMatchObject({ R2: "PASS", R4: "FAIL" });
    expect(slash(5031, "COMMIT_WITHHOLDING")?.checks).toMatchObject({ R2: "FAIL", R4: "NA", R5: "NA" });
  });

  it("does not count what its sink left behind in time", () => {
    at(80, { by: ann, kind: "deregisterSink", taskType });
    expect(slash(95, "COMMIT_WITHHOLDING")?.checks.R2).toBe("FAIL");
  });

  it("may take a tenth of the stake, floored, and give the reason as a hash", () => {
    const hash = keccak256(toHex("COMMIT_WITHHOLDING"));
    expect(slash(95, hash, 40n * TOKEN)?.verdict).toBe("SUPPORTED");
    expect(slash(96, hash, 36n * TOKEN + 1n)?.checks).toMatchObject({ R3: "FAIL", R5: "FAIL" });
  });
});

it("supports a slash for three reveals above the cap, and not for two", () => {
  [10, 20].forEach(overclaim);
  expect(slash(25, "OVER_CLAIM", 1n)?.checks.R2).toBe("FAIL");
  overclaim(30);
  overclaim(40);
  expect(slash(41, "OVER_CLAIM", 1n)?.checks).toMatchObject({ R2: "PASS", R4: "PASS", R5: "FAIL" });
  overclaim(50);
  expect(slash(51, "OVER_CLAIM", 1n)?.checks.R5).toBe("FAIL");
});

it.each([
  ["without a word", keccak256("0x1234"), "INSUFFICIENT_EVIDENCE", { R1: "UNKNOWN", R2: "UNKNOWN" }],
  ["without a rule", "RUDENESS", "INSUFFICIENT_EVIDENCE", { R1: "PASS", R2: "UNKNOWN" }],
  [
    "without a tracker",
    "COMPLETION_UNDERPERFORMANCE",
    "INSUFFICIENT_EVIDENCE",
    { R1: "PASS", R2: "UNKNOWN" },
  ],
  ["that is none", zeroHash, "UNSUPPORTED", { R1: "FAIL", R2: "FAIL" }],
])("judges a reason %s", (_, reason, verdict, checks) => {
  expect(slash(10, reason)).toMatchObject({ verdict, checks: { ...checks, R4: "NA", R5: "NA" } });
});

it("tells of an unstake in the 100 blocks before, and of a clipped amount", () => {
  at(10, { by: ann, kind: "unstake", amount: 250n * TOKEN });
  expect(slash(109, "X")?.checks.X1).toBe("FAIL");
  expect(slash(110, "X")?.checks.X1).toBe("PASS");
  expect(slash(111, "X", 400n * TOKEN)?.checks).toMatchObject({ R3: "FAIL", X1: "FAIL" });
});
