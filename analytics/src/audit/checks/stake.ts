import { slashedLog, stakeLogs } from "../AuditRecord.ts";
import type { Case } from "../Case.ts";
import type { ChainLog } from "../ChainLog.ts";
import { type Check, check, passIf } from "../Check.ts";
import { startOf } from "../steps.ts";

/** I3: no more was taken than the replay says was there. */
export function withinStake({ record, replay }: Case): Check {
  const { subject } = record;
  const stake = replay.stakeBefore(subject);
  return check("I3", "The amount is at most the stake, replayed up to just before the log", {
    result: passIf(BigInt(subject.amount) <= stake),
    detail: `${subject.amount} wei of ${stake} wei, after ${stakeLogs(record).length} changes of the stake`,
    logs: [...stakeLogs(record), ...slashedLog(record)],
  });
}

/** I4: what the contract said after each stake is what the replay says. */
export function continuity({ record, replay }: Case): Check {
  const title = "Every Staked of the sink says the total that the replay gives";
  const logs = stakeLogs(record).filter((log) => log.event === "Staked");
  if (logs.length === 0) return check("I4", title, { result: "NA", detail: "the sink never staked before" });
  const after = ({ blockNumber, logIndex }: ChainLog) =>
    replay.stakeBefore({ blockNumber, logIndex: logIndex + 1 });
  const bad = logs.find((log) => BigInt(log.totalStake) !== after(log));
  if (bad === undefined) {
    return check("I4", title, { result: "PASS", detail: `all ${logs.length} agree`, logs });
  }
  const where = `block ${bad.blockNumber}, log ${bad.logIndex}`;
  const detail = `at ${where} the contract says ${bad.totalStake} wei, the replay ${after(bad)} wei`;
  return check("I4", title, { result: "FAIL", detail, logs: [bad] });
}

/** I6: the stake that a node holds at the ends of the block before and of the block is the replay's. */
export function stakeInState({ record, replay, findings }: Case): Check {
  const { blockNumber } = record.subject;
  const title = "getStake(sink) at the ends of the block before and of the block is the replay's";
  if (findings.stakeAt === null) {
    return check("I6", title, { result: "UNKNOWN", detail: "no node was asked for the sink's stake" });
  }
  const replayed = [replay.stakeBefore(startOf(blockNumber)), replay.stakeBefore(startOf(blockNumber + 1))];
  const found = [BigInt(findings.stakeAt.before), BigInt(findings.stakeAt.after)];
  return check("I6", title, {
    result: passIf(found.every((stake, index) => stake === replayed[index])),
    detail: `the node has ${found.join(" and ")} wei, the replay ${replayed.join(" and ")} wei`,
    logs: stakeLogs(record).slice(-1),
  });
}
