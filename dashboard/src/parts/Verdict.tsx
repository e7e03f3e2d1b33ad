import type { ReactNode } from "react";

/** What the audit of a slash comes to, as the API names it. */
export type VerdictName = "SUPPORTED" | "UNSUPPORTED" | "INSUFFICIENT_EVIDENCE" | "INCONSISTENT";

/** Each verdict in words: a tag, and what it means for the one who was slashed. */
export const VERDICTS: Record<VerdictName, { tag: string; tone: "good" | "warn" | "bad"; meaning: string }> =
  {
    SUPPORTED: {
      tag: "Supported",
      tone: "good",
      meaning: "The records agree, and by the policy they justify this slash.",
    },
    UNSUPPORTED: {
      tag: "Unsupported",
      tone: "bad",
      meaning: "The records agree, but by the policy they do not justify this slash.",
    },
    INSUFFICIENT_EVIDENCE: {
      tag: "Insufficient evidence",
      tone: "warn",
      meaning: "It cannot be told: the reason is not readable, or what its rule needs is not on record.",
    },
    INCONSISTENT: {
      tag: "Inconsistent",
      tone: "bad",
      meaning: "The records of this slash contradict each other.",
    },
  };

/** What a check came to, in words. */
export const RESULTS = {
  PASS: "holds",
  FAIL: "does not hold",
  UNKNOWN: "not known",
  NA: "does not apply",
} as const;

/** All verdicts, in the order in which they are offered. */
export const VERDICT_NAMES = Object.keys(VERDICTS) as VerdictName[];

/** A verdict as a tag, with its meaning on hover. */
export function Verdict({ name }: { name: VerdictName }): ReactNode {
  const { tag, tone, meaning } = VERDICTS[name];
  return (
    <span className={`tag ${tone}`} title={meaning}>
      {tag}
    </span>
  );
}
