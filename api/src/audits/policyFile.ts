import { readFileSync } from "node:fs";
import { DEFAULT_POLICY, type Policy, policyOf } from "@manometer/analytics/audit/Policy";

/**
 * The policy that audits are made by: that of a file, or ours where none is named.
 * @throws Error with one line that names AUDIT_POLICY and what is wrong
 */
export function policyFrom(path: string | null): Policy {
  if (path === null) return DEFAULT_POLICY;
  try {
    return policyOf(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const advice = "name a policy file, or leave it unset for the one that comes along";
    throw new Error(`AUDIT_POLICY is ${JSON.stringify(path)}: ${why.replace(/\.$/, "")}: ${advice}.`);
  }
}
