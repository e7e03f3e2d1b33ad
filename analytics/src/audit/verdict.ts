import type { Check, CheckId, CheckResult } from "./Check.ts";

/** What an audit comes to. */
export type Verdict = "INCONSISTENT" | "INSUFFICIENT_EVIDENCE" | "SUPPORTED" | "UNSUPPORTED";

const records: readonly CheckId[] = ["I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8", "I9", "U1"];
const rules: readonly CheckId[] = ["R2", "R3", "R4", "R5"];

/**
 * The verdict on a slash, the first line that matches:
 * 1. any I, or U1, FAIL: INCONSISTENT, the records disagree
 * 2. R1 UNKNOWN, or R2 UNKNOWN for want of an input: INSUFFICIENT_EVIDENCE
 * 3. R2 to R5 all PASS: SUPPORTED
 * 4. otherwise: UNSUPPORTED, the records agree and do not justify it
 *
 * A check that is UNKNOWN or missing is no FAIL; X1 to X3 and U2 have no part.
 */
export function verdictOf(checks: readonly Pick<Check, "id" | "result">[]): Verdict {
  const results = new Map(checks.map(({ id, result }) => [id, result]));
  const is = (id: CheckId, result: CheckResult) => results.get(id) === result;
  if (records.some((id) => is(id, "FAIL"))) return "INCONSISTENT";
  if (is("R1", "UNKNOWN") || is("R2", "UNKNOWN")) return "INSUFFICIENT_EVIDENCE";
  return rules.every((id) => is(id, "PASS")) ? "SUPPORTED" : "UNSUPPORTED";
}
