import { logsBefore } from "../AuditRecord.ts";
import type { Case } from "../Case.ts";
import { type Check, check, passIf } from "../Check.ts";

/** X1, information: the sink took stake out just before, or more was asked for than it had. */
export function undisturbed({ record, policy, companion }: Case): Check {
  const { subject } = record;
  const from = subject.blockNumber - policy.unstakeBlocks;
  const unstakes = logsBefore(record).flatMap((log) =>
    log.event === "Unstaked" && log.blockNumber > from ? [log] : [],
  );
  const taken = unstakes.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  const isClipped = companion !== null && BigInt(companion.requested) > BigInt(subject.amount);
  const clip = isClipped
    ? `${companion.requested} wei were asked for, ${subject.amount} were there`
    : "the amount was not clipped";
  const unstaked = `${unstakes.length} unstakes of ${taken} wei in the ${policy.unstakeBlocks} blocks before`;
  return check("X1", "Nothing was unstaked just before, and nothing was clipped", {
    result: passIf(unstakes.length === 0 && !isClipped),
    detail: `${unstaked}; ${clip}`,
    logs: companion === null ? unstakes : [...unstakes, companion],
  });
}

/** X3, information: what else this slasher slashed, as far as the record reaches back. */
export function pastSlashes({ record, companion }: Case): Check {
  const title = "This slasher's record so far";
  if (companion === null) {
    return check("X3", title, { result: "UNKNOWN", detail: "no companion names the slasher" });
  }
  const logs = logsBefore(record).flatMap((log) =>
    log.event === "SlashExecuted" &&
    log.slasher === companion.slasher &&
    log.blockNumber >= record.scope.fromBlock
      ? [log]
      : [],
  );
  const sinks = new Set(logs.map(({ sink }) => sink)).size;
  const total = logs.reduce((sum, { actual }) => sum + BigInt(actual), 0n);
  const detail = `since block ${record.scope.fromBlock}: ${logs.length} slashes of ${sinks} sinks, ${total} wei`;
  return check("X3", title, { result: "PASS", detail, logs });
}
