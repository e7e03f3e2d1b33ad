import type { Case } from "../Case.ts";
import { type Check, type CheckId, check, passIf } from "../Check.ts";
import type { Rule } from "../Policy.ts";
import type { Piece } from "../pieces.ts";

/** R4: enough of the evidence is not older than the rule's window. */
export function recent({ rule, evidence }: Case): Check {
  const title = "The evidence is not older than the policy's window";
  if (rule === null || evidence.all.length < rule.atLeast) return notApplicable("R4", title, rule);
  const detail = `${evidence.recent.length} of ${evidence.all.length} pieces are of the last ${rule.windowBlocks} blocks, ${rule.atLeast} are needed`;
  return check("R4", title, {
    result: passIf(evidence.recent.length >= rule.atLeast),
    detail,
    logs: logsOf(evidence.recent),
  });
}

/** R5: enough of the recent evidence backs no earlier slash; a piece belongs to the earliest slash that it backs. */
export function unspent({ rule, evidence }: Case): Check {
  const title = "No piece of evidence backs more than one slash";
  if (rule === null || evidence.all.length < rule.atLeast) return notApplicable("R5", title, rule);
  const spent = evidence.recent.length - evidence.unspent.length;
  const detail = `${spent} of ${evidence.recent.length} recent pieces back an earlier slash, ${evidence.unspent.length} are left, ${rule.atLeast} are needed`;
  return check("R5", title, {
    result: passIf(spent === 0 || evidence.unspent.length >= rule.atLeast),
    detail,
    logs: logsOf(evidence.unspent),
  });
}

function notApplicable(id: CheckId, title: string, rule: Rule | null): Check {
  const detail =
    rule === null ? "there is no rule to bring evidence for" : "there is not enough evidence at all";
  return check(id, title, { result: "NA", detail });
}

function logsOf(pieces: readonly Piece[]) {
  return pieces.map(({ log }) => log);
}
