import type { BundleEvidence, ReceiptProof } from "@manometer/analytics/audit/Bundle";
import { type ChainLog, logId } from "@manometer/analytics/audit/ChainLog";
import { canonicalJson } from "@manometer/analytics/audit/canonical";
import type { Contracts } from "@manometer/analytics/audit/Scope";
import { type Hex, hexToNumber, keccak256 } from "viem";
import { chainLog } from "./chainLog.ts";
import type { Header } from "./header.ts";
import { IndexTrie, provenItem } from "./IndexTrie.ts";
import type { Block, Node } from "./Node.ts";
import { decodeReceipt, encodeReceipt, type Receipt, type RpcReceipt } from "./receipt.ts";
import { encodeTransaction, type RpcTransaction } from "./transaction.ts";

type Tries = { receipts: IndexTrie; transactions: IndexTrie; all: readonly RpcReceipt[] };

/**
 * Proves each log by the tries of its block; by the log's id. Throws when a node's receipts or transactions do not make
 * the roots of their header.
 */
export async function proveLogs(node: Node, logs: readonly ChainLog[]): Promise<Map<Hex, ReceiptProof>> {
  const numbers = [...new Set(logs.map(({ blockNumber }) => blockNumber))];
  const blocks = await node.blocks(numbers);
  const [receipts, transactions] = [await node.receiptsOf(blocks), await node.transactionsOf(blocks)];
  const tries = new Map<number, Tries>();
  for (const [i, block] of blocks.entries()) {
    tries.set(numbers[i] ?? 0, await triesOf(block, receipts[i] ?? [], transactions[i] ?? []));
  }
  const proofs = new Map<Hex, ReceiptProof>();
  for (const log of logs) proofs.set(logId(log), await proofOf(log, tries.get(log.blockNumber) as Tries));
  return proofs;
}

async function triesOf(
  block: Block,
  all: readonly RpcReceipt[],
  sent: readonly RpcTransaction[],
): Promise<Tries> {
  const receipts = await IndexTrie.of(all.map(encodeReceipt));
  const transactions = await IndexTrie.of(sent.map(encodeTransaction));
  const number = hexToNumber(block.number);
  if (receipts.root !== block.receiptsRoot) {
    throw new Error(
      `the receipts of block ${number} give the root ${receipts.root}, its header says ${block.receiptsRoot}`,
    );
  }
  if (transactions.root !== block.transactionsRoot) {
    throw new Error(`the transactions of block ${number} do not give the root that its header says`);
  }
  return { receipts, transactions, all };
}

async function proofOf(log: ChainLog, { receipts, transactions, all }: Tries): Promise<ReceiptProof> {
  const transactionIndex = all.findIndex(({ transactionHash }) => transactionHash === log.transactionHash);
  const position = all[transactionIndex]?.logs.findIndex(
    ({ logIndex }) => hexToNumber(logIndex) === log.logIndex,
  );
  if (position === undefined || position < 0) {
    throw new Error(
      `block ${log.blockNumber} no longer holds log ${log.logIndex}: it was reorganised; audit again`,
    );
  }
  const nodes = await receipts.prove(transactionIndex);
  return { transactionIndex, position, nodes, transactionNodes: await transactions.prove(transactionIndex) };
}

/** What a proven log stands in: its whole receipt, and its transaction, encoded. */
export type ProvenLog = { receipt: Receipt; transaction: Hex };

/**
 * Checks a log's proof against its header. Throws when receipt or transaction are not proven, or when the receipt holds
 * another log. Of the log's index in its block, receipts only prove the order (see `checkOrder`).
 */
export async function provenLog(
  { log, proof }: BundleEvidence,
  header: Header,
  contracts: Contracts,
): Promise<ProvenLog> {
  if (proof === null) throw new Error("it has no proof");
  const { transactionIndex, position } = proof;
  const transaction = await provenItem(header.transactionsRoot, transactionIndex, proof.transactionNodes);
  if (keccak256(transaction) !== log.transactionHash) {
    throw new Error(`transaction ${transactionIndex} of its block is ${keccak256(transaction)}`);
  }
  const receipt = decodeReceipt(await provenItem(header.receiptsRoot, transactionIndex, proof.nodes));
  const raw = receipt.logs[position];
  const { blockNumber, logIndex, transactionHash } = log;
  const found = raw && chainLog(raw, { blockNumber, logIndex, transactionHash }, contracts);
  if (found && canonicalJson(found) === canonicalJson(log)) return { receipt, transaction };
  throw new Error(`the proven receipt holds another log at position ${position}`);
}

/**
 * Checks that log indices follow the proven places: in one receipt they are as far apart as the positions, and between
 * receipts of a block they grow with the transactions. Throws where they do not.
 */
export function checkOrder(evidence: readonly BundleEvidence[]): void {
  for (const [i, { log, proof }] of evidence.entries()) {
    const next = evidence[i + 1];
    if (!proof || !next?.proof || next.log.blockNumber !== log.blockNumber) continue;
    const gap = next.log.logIndex - log.logIndex;
    const isSame = next.proof.transactionIndex === proof.transactionIndex;
    const isInOrder = isSame
      ? gap === next.proof.position - proof.position
      : next.proof.transactionIndex > proof.transactionIndex && gap > next.proof.position;
    if (!isInOrder)
      throw new Error(
        `the logs ${log.logIndex} and ${next.log.logIndex} of block ${log.blockNumber} are misplaced`,
      );
  }
}
