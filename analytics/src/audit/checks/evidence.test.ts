import { expect, test } from "vitest";
import { ascii, Chronicle, SINK, TASK } from "../Chronicle.ts";
import { DEFAULT_POLICY } from "../Policy.ts";
import { wordHash } from "../reason.ts";

const OVER_CLAIM = ascii("OVER_CLAIM");
const results = (story: Chronicle) =>
  Object.fromEntries(story.audit().checks.map(({ id, result }) => [id, result]));
const detail = (story: Chronicle, id: "R2" | "R4" | "R5") => story.check(id).detail;

/** Commitments at the given blocks, none of them revealed, and a slash. */
function withheld(...blocks: number[]): Chronicle {
  const story = Chronicle.usual();
  for (const block of blocks) story.withheld(block);
  return story;
}

test.each([
  ["ASCII", ascii("COMMIT_WITHHOLDING"), "PASS"],
  ["a known word's hash", wordHash("COMMIT_WITHHOLDING"), "PASS"],
  ["ASCII without a rule", ascii("WEATHER"), "PASS"],
  ["another word's hash", wordHash("WEATHER"), "UNKNOWN"],
  ["nothing", ascii(""), "FAIL"],
] as const)("R1 reads %s", (_, reason, result) => {
  expect(Chronicle.usual().at(100).slashed(1, 10_000, reason).check("R1").result).toBe(result);
});

test.each([
  ["no reason", ascii(""), "FAIL", "UNSUPPORTED"],
  ["an unreadable one", wordHash("WEATHER"), "UNKNOWN", "INSUFFICIENT_EVIDENCE"],
  ["one without a rule", ascii("WEATHER"), "UNKNOWN", "INSUFFICIENT_EVIDENCE"],
  ["one that needs a tracker", ascii("COMPLETION_UNDERPERFORMANCE"), "UNKNOWN", "INSUFFICIENT_EVIDENCE"],
] as const)("R2 without a rule to check: %s", (_, reason, result, verdict) => {
  const story = Chronicle.usual().at(100).slashed(1, 10_000, reason);
  expect(results(story)).toMatchObject({ R2: result, R4: "NA", R5: "NA" });
  expect(story.audit().verdict).toBe(verdict);
});

test("three commitments that expired support a slash, by word or by hash; two do not", () => {
  const three = withheld(100, 130, 160).at(200).slashed(1000, 10_000);
  expect(results(three)).toMatchObject({ R1: "PASS", R2: "PASS", R3: "PASS", R4: "PASS", R5: "PASS" });
  expect(three.audit().verdict).toBe("SUPPORTED");
  expect(three.check("R2").evidence.map(({ type, blockNumber }) => [type, blockNumber])).toEqual([
    ["Commit", 100],
    ["Commit", 130],
    ["Commit", 160],
  ]);
  const hashed = withheld(100, 130, 160).at(200).slashed(1, 10_000, wordHash("COMMIT_WITHHOLDING"));
  expect(hashed.audit().verdict).toBe("SUPPORTED");
  expect(withheld(100, 130).at(200).slashed(1, 10_000).audit().verdict).toBe("UNSUPPORTED");
});

test("a commitment is evidence from the first block in which its reveal is too late", () => {
  expect(results(withheld(100, 130, 160).at(180).slashed(1, 10_000)).R2).toBe("FAIL");
  expect(results(withheld(100, 130, 160).at(181).slashed(1, 10_000)).R2).toBe("PASS");
});

test("the timeout in force at the slash counts", () => {
  const longer = withheld(100, 130, 160).at(170).parameter("COMMIT_TIMEOUT", "40");
  expect(results(longer.at(190).slashed(1, 10_000)).R2).toBe("FAIL");
  const later = withheld(100, 130, 160).at(190).slashed(1, 10_000);
  expect(results(later.at(191).parameter("COMMIT_TIMEOUT", "40")).R2).toBe("PASS");
});

test("a revealed commitment, and one left behind in time, is no evidence", () => {
  const revealed = withheld(100, 130).revealed(160, "5").at(200).slashed(1, 10_000);
  expect(results(revealed).R2).toBe("FAIL");
  const leave = (block: number) =>
    withheld(100, 130, 160).at(block).log("SinkDeregistered", { taskTypeId: TASK, sink: SINK });
  expect(results(leave(170).at(200).slashed(1, 10_000)).R2).toBe("FAIL");
  expect(results(leave(190).at(200).slashed(1, 10_000)).R2).toBe("PASS");
});

test("reveals above the cap of their moment are over-claims", () => {
  const claims = (...raws: string[]) =>
    raws.reduce((story, raw, index) => story.revealed(100 + 10 * index, raw), Chronicle.usual());
  expect(claims("101", "101", "101").at(200).slashed(1, 10_000, OVER_CLAIM).audit().verdict).toBe(
    "SUPPORTED",
  );
  expect(results(claims("100", "101", "101").at(200).slashed(1, 10_000, OVER_CLAIM)).R2).toBe("FAIL");
  const richer = claims("101", "101", "101").at(150).staked(90_000, 100_000);
  expect(results(richer.at(200).slashed(1, 100_000, OVER_CLAIM)).R2).toBe("PASS");
  const early = Chronicle.usual().at(90).staked(90_000, 100_000).revealed(100, "101").revealed(110, "101");
  expect(results(early.revealed(120, "101").at(200).slashed(1, 100_000, OVER_CLAIM)).R2).toBe("FAIL");
});

test("withholding does not back a slash for over-claiming", () => {
  expect(results(withheld(100, 130, 160).at(200).slashed(1, 10_000, OVER_CLAIM)).R2).toBe("FAIL");
});

test("R3 floors the policy's share of the stake before", () => {
  const take = (amount: number) => Chronicle.usual().at(100).slashed(amount, 10_000).check("R3").result;
  expect(take(1000)).toBe("PASS");
  expect(take(1001)).toBe("FAIL");
  const odd = Chronicle.usual().at(90).log("Unstaked", { sink: SINK, amount: "1" });
  const amount = (10_000n * 10n ** 18n) / 10n;
  odd.at(100).log("Slashed", { sink: SINK, amount: String(amount), reason: OVER_CLAIM });
  expect(odd.check("R3").result).toBe("FAIL");
  odd.logs.pop();
  odd.at(101).log("Slashed", { sink: SINK, amount: String(amount - 1n), reason: OVER_CLAIM });
  expect(odd.check("R3").result).toBe("PASS");
});

test("R4 fails where less than enough of the evidence is recent", () => {
  const old = withheld(100, 130, 160).at(1151).slashed(1, 10_000);
  expect(results(old)).toMatchObject({ R2: "PASS", R4: "FAIL", R5: "PASS" });
  expect(old.audit().verdict).toBe("UNSUPPORTED");
  const last = withheld(100, 130, 160).at(1120).slashed(1, 10_000);
  expect(results(last)).toMatchObject({ R4: "PASS" });
  expect(results(withheld(100, 130, 160).at(1121).slashed(1, 10_000)).R4).toBe("FAIL");
});

test("R5 leaves a piece to the earliest slash that it backs", () => {
  const again = withheld(100, 130, 160).at(200).slashed(1, 10_000).at(210).slashed(1, 9999);
  expect(results(again)).toMatchObject({ R2: "PASS", R4: "PASS", R5: "FAIL" });
  expect(detail(again, "R5")).toContain("3 of 3 recent pieces back an earlier slash, 0 are left");
  const two = withheld(100, 130, 160).at(200).slashed(1, 10_000).withheld(210).withheld(240);
  expect(results(two.at(300).slashed(1, 9999)).R5).toBe("FAIL");
  const three = withheld(100, 130, 160).at(200).slashed(1, 10_000).withheld(210).withheld(240).withheld(270);
  expect(three.at(300).slashed(1, 9999).audit().verdict).toBe("SUPPORTED");
});

test("R5 in one transaction: the second of two slashes has no evidence left", () => {
  const both = withheld(100, 130, 160).at(200).slashed(1, 10_000).slashed(1, 9999);
  expect(results(both).R5).toBe("FAIL");
});

test("R5 ignores slashes for other reasons", () => {
  const other = withheld(100, 130, 160).at(200).slashed(1, 10_000, OVER_CLAIM).at(210).slashed(1, 9999);
  expect(results(other).R5).toBe("PASS");
  const unread = withheld(100, 130, 160)
    .at(200)
    .slashed(1, 10_000, wordHash("WEATHER"))
    .at(210)
    .slashed(1, 9999);
  expect(results(unread).R5).toBe("PASS");
});

test("another policy may say otherwise, and its hash tells", () => {
  const rule = { evidence: "EXPIRED_COMMITMENT", atLeast: 1, windowBlocks: 100 } as const;
  const policy = { ...DEFAULT_POLICY, version: "strict-1", rules: { WEATHER: rule } };
  const story = withheld(100).at(150).slashed(1, 10_000, ascii("WEATHER"));
  const [usual, strict] = [story.audit(), story.audit({ policy })];
  expect([usual.verdict, strict.verdict]).toEqual(["INSUFFICIENT_EVIDENCE", "SUPPORTED"]);
  expect(strict.policyHash).not.toBe(usual.policyHash);
  expect(strict.core.policyVersion).toBe("strict-1");
});
