import { slashedLog } from "../AuditRecord.ts";
import type { Case } from "../Case.ts";
import { type Check, check, type Found, passIf } from "../Check.ts";
import { dialectOf } from "../dialects.ts";
import type { EvidenceKind } from "../Policy.ts";
import { workOf } from "../work.ts";

/** What a rule counts, in words. */
export const NOUNS: Readonly<Record<EvidenceKind, string>> = {
  EXPIRED_COMMITMENT: "commitments expired unrevealed",
  OVER_CLAIM: "reveals above the cap",
  COMPLETION_EPOCH: "completion epochs",
};

/** R1: somebody can read the reason. An empty one is none. */
export function readable({ record, reason }: Case): Check {
  const found: Readonly<Record<typeof reason.form, Omit<Found, "logs">>> = {
    ASCII: { result: "PASS", detail: `it reads ${reason.word} in ASCII` },
    KECCAK: { result: "PASS", detail: `it is the keccak-256 of ${reason.word}` },
    EMPTY: { result: "FAIL", detail: "it is empty: no reason was given" },
    UNREADABLE: {
      result: "UNKNOWN",
      detail: `${record.subject.reason} is neither ASCII nor the keccak-256 of a word of the policy`,
    },
  };
  return check("R1", "The reason can be read", { ...found[reason.form], logs: slashedLog(record) });
}

/** R2: the rule behind the reason holds over the whole lookback. */
export function ruleHolds(slash: Case): Check {
  return check("R2", "The rule behind the reason holds", { logs: [], ...rule(slash) });
}

function rule({ record, policy, reason, rule, evidence }: Case): Found {
  if (reason.form === "EMPTY") return { result: "FAIL", detail: "without a reason there is no rule" };
  if (reason.form === "UNREADABLE")
    return { result: "UNKNOWN", detail: "nobody can tell which rule is meant" };
  if (rule === null) return { result: "UNKNOWN", detail: `the policy has no rule for ${reason.word}` };
  if (rule.evidence === "COMPLETION_EPOCH") {
    return { result: "UNKNOWN", detail: `no completion tracker keeps epochs; ${workOf(record)}` };
  }
  if (rule.evidence === "OVER_CLAIM" && dialectOf(record.scope.dialect).isRawCapped) {
    return {
      result: "UNKNOWN",
      detail: "the contracts tell capacities after the cap: no log shows an over-claim",
    };
  }
  const logs = evidence.all.map(({ log }) => log);
  const what = `${logs.length} ${NOUNS[rule.evidence]} in the ${policy.lookbackBlocks} blocks before`;
  return { result: passIf(logs.length >= rule.atLeast), detail: `${what}, ${rule.atLeast} are needed`, logs };
}
