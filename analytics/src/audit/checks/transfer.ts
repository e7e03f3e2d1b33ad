import { slashedLog } from "../AuditRecord.ts";
import type { Case } from "../Case.ts";
import type { ChainFindings, Transfer } from "../ChainFindings.ts";
import { type Check, check, passIf } from "../Check.ts";

const TITLE = "The stake token moved exactly the amount out of the StakeManager in the same transaction";

/** I5: the tokens moved. Slashes of one transaction pay one after the other: the first Transfer after the log is its own. */
export function transfer({ record, findings }: Case): Check {
  const { subject } = record;
  if (findings.transfers === null) {
    return check("I5", TITLE, { result: "UNKNOWN", detail: "no node was asked for the token's logs" });
  }
  const paid = paymentOf(findings, subject);
  if (paid === null) {
    const detail = `no Transfer of ${findings.transfers.token} from the StakeManager follows the log`;
    return check("I5", TITLE, { result: "FAIL", detail, logs: slashedLog(record) });
  }
  return check("I5", TITLE, {
    result: passIf(paid.amount === subject.amount),
    detail: `${paid.amount} wei went to ${paid.to} at log ${paid.logIndex}; the slash says ${subject.amount} wei`,
    logs: slashedLog(record),
  });
}

/** The Transfer that a slash paid with; null where there is none, or no node was asked. */
export function paymentOf(
  { transfers }: ChainFindings,
  { contract, logIndex }: { readonly contract: string; readonly logIndex: number },
): Transfer | null {
  const own = (transfers?.sent ?? []).filter(
    (sent) => sent.token === transfers?.token && sent.from === contract && sent.logIndex > logIndex,
  );
  return own.toSorted((a, b) => a.logIndex - b.logIndex)[0] ?? null;
}
