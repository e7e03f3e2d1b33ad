import { expect, test } from "vitest";
import { recordOf } from "./AuditRecord.ts";
import { auditOf } from "./audit.ts";
import { NO_FINDINGS } from "./ChainFindings.ts";
import { ascii, Chronicle, SLASHER } from "./Chronicle.ts";
import { dialectOf } from "./dialects.ts";
import { DEFAULT_POLICY } from "./Policy.ts";
import { replayOf } from "./Replay.ts";

/** A sink of 400 tokens that is slashed, by contracts that tell no parameters. */
function told(reason: string): Chronicle {
  return new Chronicle()
    .log("SlasherSet", { slasher: SLASHER, authorized: true })
    .staked(400, 400)
    .at(50)
    .slashed(1, 400, ascii(reason));
}

function recordFor(story: Chronicle, dialect?: string) {
  const { contracts, subject } = story.record();
  return recordOf({ subject, logs: story.logs, contracts, policy: DEFAULT_POLICY, headBlock: 60, dialect });
}

test("a dialect has the constants that no event tells", () => {
  const record = recordFor(told("OVER_CLAIM"), "aggregator");
  const replay = replayOf(record);
  expect(replay.capBefore(record.subject)).toBe(20n * 10n ** 9n);
  expect(replay.parameterBefore("COMMIT_TIMEOUT", record.subject)).toBe(20n);
  expect(replayOf(recordFor(told("OVER_CLAIM"))).capBefore(record.subject)).toBe(0n);
});

test("where capacities are told after the cap, evidence of an over-claim is missing, not wanting", () => {
  const judged = (dialect?: string) =>
    auditOf({
      record: recordFor(told("OVER_CLAIM"), dialect),
      policy: DEFAULT_POLICY,
      findings: NO_FINDINGS,
    });
  const { verdict, checks } = judged("aggregator");
  expect(checks.find(({ id }) => id === "R2")?.result).toBe("UNKNOWN");
  expect(verdict).toBe("INSUFFICIENT_EVIDENCE");
  expect(judged().verdict).toBe("UNSUPPORTED");
});

test("a commitment expires by the dialect's timeout", () => {
  const story = new Chronicle().staked(400, 400);
  for (const block of [100, 130, 160]) story.withheld(block);
  story.at(200).slashed(1, 400);
  const r2 = (dialect?: string) =>
    auditOf({ record: recordFor(story, dialect), policy: DEFAULT_POLICY, findings: NO_FINDINGS }).checks.find(
      ({ id }) => id === "R2",
    );
  expect(r2("aggregator")).toMatchObject({
    result: "PASS",
    detail: expect.stringContaining("3 commitments"),
  });
});

test("the record says the dialect, and only where there is one", () => {
  expect(recordFor(told("X"), "aggregator").scope.dialect).toBe("aggregator");
  expect(recordFor(told("X")).scope).not.toHaveProperty("dialect");
  expect(() => dialectOf("klingon")).toThrow('no dialect "klingon", only aggregator');
});
