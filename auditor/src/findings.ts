import type { AuditRecord } from "@manometer/analytics/audit/AuditRecord";
import type { ReceiptProof } from "@manometer/analytics/audit/Bundle";
import type { ChainFindings, Proven, Transfer } from "@manometer/analytics/audit/ChainFindings";
import type { Subject } from "@manometer/analytics/audit/Scope";
import { type Hex, toEventSelector } from "viem";
import type { Header } from "./header.ts";
import type { ProvenLog } from "./logProof.ts";
import type { Log } from "./receipt.ts";
import { meanings } from "./stateClaims.ts";
import { type ProvenState, valueKey } from "./stateProofs.ts";

const TRANSFER = toEventSelector("event Transfer(address indexed from, address indexed to, uint256 value)");

/** The ERC-20 Transfers out of the StakeManager among the logs of the slash's receipt, by their place in the block. */
export function transfersOut(logs: readonly Log[], subject: Subject, firstIndex: number): Transfer[] {
  return logs.flatMap(({ address, topics: [signature, from, to], data }, position) => {
    if (signature !== TRANSFER || from === undefined || to === undefined || data.length !== 66) return [];
    const sender = accountOf(from);
    if (sender !== subject.contract) return [];
    const amount = BigInt(data).toString();
    const token = address.toLowerCase() as Hex;
    return [{ token, from: sender, to: accountOf(to), amount, logIndex: firstIndex + position }];
  });
}

function accountOf(topic: Hex): Hex {
  return `0x${topic.slice(-40).toLowerCase()}`;
}

/** I9: the block that a node, or a trusted hash, has at the slash's height. */
export function canonicalFinding({ blockNumber }: Subject, blockHash: Hex, canonicalHash: Hex): Proven {
  const detail = `block ${blockNumber} is ${canonicalHash}, the slash is in ${blockHash}`;
  return { holds: blockHash === canonicalHash, blockHash, detail };
}

/** I8: the proof of the slash's own log, which has been checked. */
export function inclusionFinding(header: Header, proof: ReceiptProof | null): Proven {
  const place = `log ${proof?.position} of receipt ${proof?.transactionIndex} of block ${header.number}`;
  const detail = `${place}, under the receipts root ${header.receiptsRoot}`;
  return { holds: true, blockHash: header.hash, detail };
}

/** The findings that a proven log gives: I1, and the Transfers of I5; the stake token is the given one. */
export function findingsOfReceipt(
  { receipt }: Pick<ProvenLog, "receipt">,
  { subject }: AuditRecord,
  { position, token }: { position: number; token: Hex | null },
): Pick<ChainFindings, "succeeded" | "transfers"> {
  const sent = transfersOut(receipt.logs, subject, subject.logIndex - position);
  return { succeeded: receipt.isSuccess, transfers: token === null ? null : { token, sent } };
}

/** The findings that proven state gives: I6 and U1. Throws where the state does not hold them. */
export function findingsOfState(
  state: ProvenState,
  { subject, scope }: AuditRecord,
): Pick<ChainFindings, "stakeAt" | "slasherAt"> {
  const at = (blockNumber: number, meaning: string): bigint => {
    const value = state.values.get(valueKey(blockNumber, meaning));
    if (value !== undefined) return value;
    throw new Error(`the ${meaning} at block ${blockNumber} is not proven`);
  };
  const [before, after] = [subject.blockNumber - 1, subject.blockNumber];
  const stake = meanings.stake(subject.sink);
  const stakeAt = { before: at(before, stake).toString(), after: at(after, stake).toString() };
  if (scope.slasher === null) return { stakeAt, slasherAt: null };
  const slasher = meanings.slasher(scope.slasher);
  return { stakeAt, slasherAt: { before: at(before, slasher) === 1n, after: at(after, slasher) === 1n } };
}
