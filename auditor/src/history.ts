import { type AuditRecord, recordOf } from "@manometer/analytics/audit/AuditRecord";
import type { ChainLog, EventName } from "@manometer/analytics/audit/ChainLog";
import type { Policy } from "@manometer/analytics/audit/Policy";
import {
  type Beginning,
  type Contracts,
  type Scope,
  type Subject,
  scopeOf,
} from "@manometer/analytics/audit/Scope";
import { type Hex, hexToNumber, pad } from "viem";
import { chainLog, topicsOf } from "./chainLog.ts";
import { type FoundLog, type LogFilter, type ScanProgress, scanLogs } from "./logScan.ts";
import type { Node } from "./Node.ts";
import type { RpcReceipt } from "./receipt.ts";
import type { SlashPlace } from "./slashId.ts";

/** The contracts to audit, the first block that can hold a log of them, and their dialect where they have one. */
export type Network = { contracts: Contracts; startBlock: number; dialect?: string | undefined };

/** What to rebuild: the slash, by which policy, and up to which block; the node's newest one where none is named. */
export type Question = {
  network: Network;
  place: SlashPlace;
  policy: Policy;
  headBlock?: number;
  progress?: ScanProgress;
};

type Range = { from: number; to: number };
type Search = { filter: LogFilter; range: Range };

const topics = (...names: EventName[]): Hex[] => names.flatMap(topicsOf);

/**
 * Rebuilds the record of a slash from a node alone: `eth_getLogs` finds the logs, and each is taken from its
 * transaction's receipt. Throws when the node has no such slash, or contradicts itself.
 */
export async function rebuild(node: Node, question: Question): Promise<AuditRecord> {
  const { network, policy, progress } = question;
  const subject = await subjectOf(node, question);
  const { contracts } = network;
  const headBlock = Math.max(subject.blockNumber, question.headBlock ?? (await node.head()));
  const horizon = Math.min(headBlock, subject.blockNumber + policy.consequenceBlocks);
  const whole = { from: Math.min(network.startBlock, subject.blockNumber), to: horizon };
  const parameters = {
    address: [contracts.stakeManager, contracts.capacityRegistry],
    topics: [topics("ParamUpdated")],
  };
  const found = await scanLogs(node.rpc, parameters, whole, progress);
  const siblings = await siblingsOf(node, subject, contracts);
  const { dialect } = network;
  const beginning = { subject, contracts, policy, headBlock, dialect };
  const first: Beginning = { ...beginning, logs: [...siblings, ...(await decoded(node, found, contracts))] };

  const scope = scopeOf(first);
  const logs = [...first.logs];
  for (const { filter, range } of searches(scope, subject, contracts, whole)) {
    const more = await scanLogs(node.rpc, filter, range, progress);
    for (const log of await decoded(node, more, contracts)) logs.push(log);
  }
  return recordOf({ ...beginning, logs });
}

/** The Slashed logs of a transaction, in its order. Throws when the node has no such transaction. */
export async function slashesIn(
  node: Node,
  transactionHash: Hex,
  { contracts }: Network,
): Promise<SlashPlace[]> {
  const [receipt] = await node.receipts([transactionHash]);
  return logsOf(receipt as RpcReceipt, contracts)
    .filter(({ event }) => event === "Slashed")
    .map(({ logIndex }) => ({ transactionHash, logIndex }));
}

async function subjectOf(node: Node, { place, network }: Question): Promise<Subject> {
  const [receipt] = await node.receipts([place.transactionHash]);
  const log = logsOf(receipt as RpcReceipt, network.contracts).find(
    ({ logIndex }) => logIndex === place.logIndex,
  );
  if (log?.event !== "Slashed") {
    throw new Error(
      `transaction ${place.transactionHash} has no Slashed log ${place.logIndex} of the StakeManager ${network.contracts.stakeManager}: check the slash and the contracts' addresses`,
    );
  }
  const { timestamp } = await node.block(log.blockNumber);
  const transactionFrom = (receipt as RpcReceipt).from.toLowerCase() as Hex;
  return { ...log, timestamp: hexToNumber(timestamp), transactionFrom };
}

async function siblingsOf(node: Node, subject: Subject, contracts: Contracts): Promise<ChainLog[]> {
  const [receipt] = await node.receipts([subject.transactionHash]);
  return logsOf(receipt as RpcReceipt, contracts);
}

function searches(scope: Scope, subject: Subject, contracts: Contracts, whole: Range): Search[] {
  const { stakeManager, capacityRegistry, backpressurePool, escrowBuffer } = contracts;
  const sink = pad(scope.sink, { size: 32 });
  const of = (address: Hex, from: number, ...wanted: LogFilter["topics"]): Search => ({
    filter: { address: [address], topics: wanted },
    range: { from: Math.max(whole.from, from), to: scope.untilBlock },
  });
  const found = [
    of(stakeManager, whole.from, topics("Staked", "Unstaked", "Slashed", "SlashExecuted"), sink),
    of(
      capacityRegistry,
      scope.fromBlock,
      topics(
        "CapacityCommitted",
        "CapacityRevealed",
        "SinkRegistered",
        "SinkDeregistered",
        "CapacityClamped",
      ),
      null,
      sink,
    ),
    of(backpressurePool, subject.blockNumber, topics("Rebalanced")),
  ];
  if (scope.slasher !== null) {
    const slasher = pad(scope.slasher, { size: 32 });
    found.push(of(stakeManager, whole.from, topics("SlasherSet"), slasher));
    found.push(of(stakeManager, scope.fromBlock, topics("SlashExecuted"), null, slasher));
  }
  if (scope.drainsFromBlock !== null) {
    found.push(of(escrowBuffer, scope.drainsFromBlock, topics("Drained"), null, sink));
  }
  return found;
}

/** The found logs as their receipts hold them. */
async function decoded(node: Node, found: readonly FoundLog[], contracts: Contracts): Promise<ChainLog[]> {
  const receipts = await node.receipts(found.map(({ transactionHash }) => transactionHash));
  const logs = new Map<RpcReceipt, ChainLog[]>();
  return found.map((log, i) => {
    const receipt = receipts[i] as RpcReceipt;
    const ofReceipt = logs.get(receipt) ?? logsOf(receipt, contracts);
    logs.set(receipt, ofReceipt);
    const index = hexToNumber(log.logIndex);
    const same = ofReceipt.find(({ logIndex }) => logIndex === index);
    if (same !== undefined && receipt.blockHash === log.blockHash) return same;
    throw new Error(
      `${node.rpc.url} contradicts itself: eth_getLogs has log ${index} of transaction ${log.transactionHash}, its receipt has not. A reorganisation may have come between: ask again`,
    );
  });
}

/** The contracts' logs in a receipt. */
function logsOf(receipt: RpcReceipt, contracts: Contracts): ChainLog[] {
  return receipt.logs.flatMap((log) => {
    const place = {
      blockNumber: hexToNumber(receipt.blockNumber),
      logIndex: hexToNumber(log.logIndex),
      transactionHash: receipt.transactionHash,
    };
    return chainLog(log, place, contracts) ?? [];
  });
}
