import type { AuditRecord } from "../AuditRecord.ts";
import type { Case } from "../Case.ts";
import { type ChainLog, inChainOrder } from "../ChainLog.ts";
import { type Check, check, passIf } from "../Check.ts";
import { startOf } from "../steps.ts";
import { paymentOf } from "./transfer.ts";

/** U1: the slasher was authorised at the log's place in the chain, and a node's state does not say otherwise. */
export function authorized({ record, replay, companion, findings }: Case): Check {
  const title = "The slasher was authorised just before the log";
  const { subject } = record;
  if (companion === null) {
    const detail = `no companion names the slasher; ${subject.transactionFrom} signed, but a contract may have slashed`;
    return check("U1", title, { result: "UNKNOWN", detail });
  }
  const isAuthorized = replay.isAuthorizedBefore(subject);
  const held = findings.slasherAt;
  const edges = [startOf(subject.blockNumber), startOf(subject.blockNumber + 1)];
  const replayed = edges.map((edge) => replay.isAuthorizedBefore(edge));
  const agrees = held === null || (held.before === replayed[0] && held.after === replayed[1]);
  const what = `${companion.slasher} was ${isAuthorized ? "" : "not "}authorised by the replay of SlasherSet`;
  return check("U1", title, {
    result: passIf(isAuthorized && agrees),
    detail: agrees ? what : `${what}, and the state says otherwise at the block's edges`,
    logs: [...permissions(record), companion],
  });
}

/** U2: nobody slashes into their own pocket. */
export function disinterested({ record, replay, companion, findings }: Case): Check {
  const title = "The slasher is not the beneficiary";
  const treasury = replay.parameterBefore("TREASURY", record.subject);
  if (companion === null || treasury === 0n) {
    const what = companion === null ? "no companion names the slasher" : "no treasury is on record";
    return check("U2", title, { result: "UNKNOWN", detail: what });
  }
  const beneficiary = `0x${treasury.toString(16).padStart(40, "0")}`;
  const paid = paymentOf(findings, record.subject)?.to ?? beneficiary;
  const isOwn = [beneficiary, paid].includes(companion.slasher);
  return check("U2", title, {
    result: passIf(!isOwn),
    detail: `${companion.slasher} slashed for ${paid === beneficiary ? beneficiary : `${beneficiary} and ${paid}`}`,
    logs: [companion],
  });
}

function permissions({ logs, subject }: AuditRecord): ChainLog[] {
  return logs.filter((log) => log.event === "SlasherSet" && inChainOrder(log, subject) < 0);
}
