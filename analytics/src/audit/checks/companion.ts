import { slashedLog } from "../AuditRecord.ts";
import type { Case } from "../Case.ts";
import { type Check, check, passIf } from "../Check.ts";

const TITLE = "The SlashExecuted companion agrees with the slash and with the replay";

/** I7: what the companion says is what the slash and the replay say. */
export function companionAgrees({ record, replay, companion }: Case): Check {
  if (companion === null) {
    const detail = "no SlashExecuted of this sink is the next log";
    return check("I7", TITLE, { result: "UNKNOWN", detail, logs: slashedLog(record) });
  }
  const amount = BigInt(record.subject.amount);
  const before = replay.stakeBefore(record.subject);
  const requested = BigInt(companion.requested);
  const pairs: readonly [string, string, bigint][] = [
    ["actual", companion.actual, amount],
    ["actual", companion.actual, requested < before ? requested : before],
    ["stakeBefore", companion.stakeBefore, before],
    ["stakeAfter", companion.stakeAfter, before - amount],
  ];
  const wrong = pairs.filter(([, said, expected]) => BigInt(said) !== expected);
  const differences = wrong.map(([name, said, expected]) => `${name} is ${said}, expected ${expected}`);
  return check("I7", TITLE, {
    result: passIf(wrong.length === 0),
    detail: wrong.length === 0 ? "all of its figures agree" : differences.join("; "),
    logs: [...slashedLog(record), companion],
  });
}
