import { expect, test } from "vitest";
import { DEFAULT_POLICY, policyHash, policyOf } from "./Policy.ts";
import policy from "./policy.json" with { type: "json" };

test("the policy that comes along says what the page says", () => {
  expect(DEFAULT_POLICY.rules).toEqual({
    COMMIT_WITHHOLDING: { evidence: "EXPIRED_COMMITMENT", atLeast: 3, windowBlocks: 1000 },
    OVER_CLAIM: { evidence: "OVER_CLAIM", atLeast: 3, windowBlocks: 1000 },
    COMPLETION_UNDERPERFORMANCE: { evidence: "COMPLETION_EPOCH", atLeast: 3, windowBlocks: 1000 },
  });
  expect(DEFAULT_POLICY.maxShareBps).toBe(1000);
});

test("its hash does not depend on the order of its fields, and on every value", () => {
  const turned = Object.fromEntries(Object.entries(policy).toReversed());
  expect(policyHash(policyOf(turned))).toBe(policyHash(DEFAULT_POLICY));
  expect(policyHash({ ...DEFAULT_POLICY, maxShareBps: 1001 })).not.toBe(policyHash(DEFAULT_POLICY));
  expect(policyHash(DEFAULT_POLICY)).toMatch(/^0x[0-9a-f]{64}$/);
});

const rule = policy.rules.OVER_CLAIM;

test.each<[string, unknown, string]>([
  ["no object", [], "the policy is []: it must be an object."],
  ["null", null, "the policy is null: it must be an object."],
  ["a field too many", { ...policy, extra: 1 }, 'the policy is "extra": it must be made of schema, version'],
  ["another schema", { ...policy, schema: "x" }, 'schema is "x": it must be "manometer.policy/1".'],
  ["no version", { ...policy, version: undefined }, "version is missing: it must be 1 to 40 characters"],
  [
    "a fraction",
    { ...policy, maxShareBps: 0.5 },
    "maxShareBps is 0.5: it must be an integer from 1 to 10000.",
  ],
  ["too large a share", { ...policy, maxShareBps: 10_001 }, "maxShareBps is 10001"],
  ["a number as text", { ...policy, unstakeBlocks: "5" }, 'unstakeBlocks is "5"'],
  ["no consequences", { ...policy, consequenceBlocks: 0 }, "consequenceBlocks is 0"],
  ["rules in a list", { ...policy, rules: [] }, "rules is []: it must be an object of rules"],
  ["a word with a space", { ...policy, rules: { "A B": rule } }, 'rules is "A B"'],
  ["a word too long", { ...policy, rules: { ["A".repeat(33)]: rule } }, "rules is"],
  [
    "an unknown kind",
    { ...policy, rules: { A: { ...rule, evidence: "RUMOUR" } } },
    'rules.A.evidence is "RUMOUR"',
  ],
  [
    "a rule without a window",
    { ...policy, rules: { A: { ...rule, windowBlocks: undefined } } },
    "rules.A.windowBlocks",
  ],
  [
    "a window longer than the lookback",
    { ...policy, rules: { A: { ...rule, windowBlocks: 5001 } } },
    "rules.A.windowBlocks is 5001: it must be an integer from 1 to 5000.",
  ],
])("%s is refused with its name", (_, json, message) => {
  expect(() => policyOf(json)).toThrow(message);
});
