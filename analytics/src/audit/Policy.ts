import type { Hex } from "./ChainLog.ts";
import { hashOf } from "./canonical.ts";
import bundled from "./policy.json" with { type: "json" };

/**
 * What a rule counts: commitments that expired without their reveal, reveals above the cap, or epochs of a completion
 * tracker, of which no contract of this network keeps any.
 */
export type EvidenceKind = "EXPIRED_COMMITMENT" | "OVER_CLAIM" | "COMPLETION_EPOCH";

const kinds: readonly string[] = [
  "EXPIRED_COMMITMENT",
  "OVER_CLAIM",
  "COMPLETION_EPOCH",
] satisfies EvidenceKind[];

/** When a reason justifies a slash: at least so many pieces of evidence, none older than the window (blocks). */
export type Rule = {
  readonly evidence: EvidenceKind;
  readonly atLeast: number;
  readonly windowBlocks: number;
};

/** The thresholds that audits are made by. They are ours, and replaceable; the hash of all of it is in every verdict. */
export type Policy = {
  readonly schema: "manometer.policy/1";
  readonly version: string;
  /** The rule behind each reason, by the reason's word. */
  readonly rules: { readonly [word: string]: Rule };
  /** Most of the stake before that one slash may take (basis points). */
  readonly maxShareBps: number;
  /** How far back an audit looks for evidence, fresh or stale; at least every rule's window (blocks). */
  readonly lookbackBlocks: number;
  /** How long before a slash an unstake is worth a word (blocks). */
  readonly unstakeBlocks: number;
  /** How long after a slash its consequences are followed (blocks). */
  readonly consequenceBlocks: number;
};

const MOST_BLOCKS = 1_000_000;

/** The policy that is used when none is configured. */
export const DEFAULT_POLICY: Policy = policyOf(bundled);

/** SHA-256 of a policy's canonical JSON. */
export function policyHash(policy: Policy): Hex {
  return hashOf(policy);
}

/**
 * Reads a policy from its JSON: every field is needed, and no other is allowed.
 * @throws Error that names the first field that is wrong, and what it may be
 */
export function policyOf(json: unknown): Policy {
  const fields = objectOf("the policy", json, [
    "schema",
    "version",
    "rules",
    "maxShareBps",
    "lookbackBlocks",
    "unstakeBlocks",
    "consequenceBlocks",
  ]);
  if (fields.schema !== "manometer.policy/1") throw wrong("schema", fields.schema, '"manometer.policy/1"');
  if (typeof fields.version !== "string" || !/^\S{1,40}$/.test(fields.version)) {
    throw wrong("version", fields.version, "1 to 40 characters without spaces");
  }
  const lookbackBlocks = integer("lookbackBlocks", fields.lookbackBlocks, MOST_BLOCKS);
  return {
    schema: fields.schema,
    version: fields.version,
    rules: rulesOf(fields.rules, lookbackBlocks),
    maxShareBps: integer("maxShareBps", fields.maxShareBps, 10_000),
    lookbackBlocks,
    unstakeBlocks: integer("unstakeBlocks", fields.unstakeBlocks, MOST_BLOCKS),
    consequenceBlocks: integer("consequenceBlocks", fields.consequenceBlocks, MOST_BLOCKS),
  };
}

function rulesOf(json: unknown, lookbackBlocks: number): Policy["rules"] {
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw wrong("rules", json, "an object of rules by their reason's word");
  }
  return Object.fromEntries(
    Object.entries(json).map(([word, rule]) => {
      if (!/^[\x21-\x7e]{1,32}$/.test(word)) {
        throw wrong("rules", word, "named by 1 to 32 printable ASCII characters");
      }
      return [word, ruleOf(`rules.${word}`, rule, lookbackBlocks)];
    }),
  );
}

function ruleOf(name: string, json: unknown, lookbackBlocks: number): Rule {
  const rule = objectOf(name, json, ["evidence", "atLeast", "windowBlocks"]);
  if (!isKind(rule.evidence)) throw wrong(`${name}.evidence`, rule.evidence, `one of ${kinds.join(", ")}`);
  return {
    evidence: rule.evidence,
    atLeast: integer(`${name}.atLeast`, rule.atLeast, 1000),
    windowBlocks: integer(`${name}.windowBlocks`, rule.windowBlocks, lookbackBlocks),
  };
}

function isKind(value: unknown): value is EvidenceKind {
  return typeof value === "string" && kinds.includes(value);
}

function integer(name: string, value: unknown, most: number): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw wrong(name, value, `an integer from 1 to ${most}`);
}

function objectOf(name: string, json: unknown, allowed: readonly string[]): Record<string, unknown> {
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw wrong(name, json, "an object");
  const odd = Object.keys(json).find((key) => !allowed.includes(key));
  if (odd !== undefined) throw wrong(name, odd, `made of ${allowed.join(", ")} alone`);
  return { ...json };
}

function wrong(name: string, value: unknown, expected: string): Error {
  return new Error(`${name} is ${JSON.stringify(value) ?? "missing"}: it must be ${expected}.`);
}
