import type { AuditRecord } from "@manometer/analytics/audit/AuditRecord";
import { caseOf } from "@manometer/analytics/audit/Case";
import { NO_FINDINGS } from "@manometer/analytics/audit/ChainFindings";
import type { Policy } from "@manometer/analytics/audit/Policy";
import type { Contracts } from "@manometer/analytics/audit/Scope";
import { storageLayout } from "@manometer/contracts/storageLayout";
import type { Hex } from "viem";
import { type StoragePlace, storagePlace } from "./storageSlot.ts";

/** A value in a contract's storage that level 3 proves; `expected` is null where the value is only read. */
export type Claim = { meaning: string; place: StoragePlace; expected: bigint | null };

/** What level 3 proves of one contract at the end of one block. */
export type StateClaim = { blockNumber: number; contract: Hex; claims: readonly Claim[] };

/** The meanings under which the findings look up what is proven. */
export const meanings = {
  stake: (sink: Hex) => `stake of ${sink}`,
  slasher: (slasher: Hex) => `${slasher} is a slasher`,
} as const;

/**
 * What level 3 proves of a slash: stake and slasher before its block and after, the code of each contract, and of each
 * commitment that was withheld, that it still stood in the last block in which it could be revealed. From the next block
 * on the sink may have replaced it.
 */
export function stateClaims(record: AuditRecord, policy: Policy): StateClaim[] {
  const { subject, contracts } = record;
  const { blockNumber } = subject;
  const held = stakeClaims(record);
  const names = Object.keys(contracts).toSorted() as (keyof Contracts)[];
  return [
    ...(blockNumber > 0
      ? [{ blockNumber: blockNumber - 1, contract: contracts.stakeManager, claims: held }]
      : []),
    ...names.map((name) => ({
      blockNumber,
      contract: contracts[name],
      claims: name === "stakeManager" ? held : [],
    })),
    ...withheldClaims(record, policy),
  ];
}

function stakeClaims({ subject, scope }: AuditRecord): Claim[] {
  const layout = storageLayout("StakeManager");
  const stake = storagePlace(layout, "_stakes", subject.sink);
  const claims: Claim[] = [{ meaning: meanings.stake(subject.sink), place: stake, expected: null }];
  if (scope.slasher !== null) {
    const place = storagePlace(layout, "isSlasher", scope.slasher);
    claims.push({ meaning: meanings.slasher(scope.slasher), place, expected: null });
  }
  return claims;
}

function withheldClaims(record: AuditRecord, policy: Policy): StateClaim[] {
  const layout = storageLayout("CapacityRegistry");
  const { evidence } = caseOf({ record, policy, findings: NO_FINDINGS });
  return evidence.all.flatMap(({ log, atBlock }) => {
    if (log.event !== "CapacityCommitted") return [];
    const at = (member: string) => storagePlace(layout, "_sinks", log.taskTypeId, log.sink, member);
    const what = `commitment of ${log.sink} to ${log.taskTypeId}`;
    return {
      blockNumber: atBlock - 1,
      contract: record.contracts.capacityRegistry,
      claims: [
        { meaning: `block of the ${what}`, place: at("commitBlock"), expected: BigInt(log.blockNumber) },
        { meaning: `hash of the ${what}`, place: at("commitHash"), expected: BigInt(log.commitHash) },
      ],
    };
  });
}
