import type { AuditRecord } from "@manometer/analytics/audit/AuditRecord";
import { type Audit, type AuditInput, auditOf } from "@manometer/analytics/audit/audit";
import type { Bundle, BundleHeader } from "@manometer/analytics/audit/Bundle";
import { bundleOf, type Proofs } from "@manometer/analytics/audit/bundling";
import type { ChainFindings } from "@manometer/analytics/audit/ChainFindings";
import { logId } from "@manometer/analytics/audit/ChainLog";
import type { Contracts } from "@manometer/analytics/audit/Scope";
import { artifacts } from "@manometer/contracts/artifacts";
import { bytesToHex, decodeAbiParameters, encodeFunctionData, type Hex, hexToNumber } from "viem";
import { canonicalFinding, findingsOfState, inclusionFinding, transfersOut } from "./findings.ts";
import { decodeHeader, encodeHeader } from "./header.ts";
import { type Question, rebuild } from "./history.ts";
import { proveLogs } from "./logProof.ts";
import type { Node } from "./Node.ts";
import { RpcError } from "./Rpc.ts";
import { stateClaims } from "./stateClaims.ts";
import { provenState, proveState } from "./stateProofs.ts";

/** How much a node is asked for: 1 the logs and what it says of the state, 2 proofs of the logs, 3 proofs of the state. */
export type AskedLevel = 1 | 2 | 3;

/** What to audit and how; `isLinked` adds the headers between, so that the newest one's hash vouches for all of them. */
export type AuditQuestion = Question & { level: AskedLevel; isLinked?: boolean };

/** An audit that asked a node, what it worked with, and its bundle. */
export type NodeAudit = { audit: Audit; input: AuditInput; bundle: Bundle };

/** Most headers of one bundle. */
export const MOST_HEADERS = 50_000;

/**
 * Audits a slash from a node alone. Throws when the node has no such slash, contradicts itself, or no longer has the
 * state that the level needs.
 */
export async function auditSlash(node: Node, question: AuditQuestion): Promise<NodeAudit> {
  const { level, policy } = question;
  const record = await rebuild(node, question);
  const proofs = await proofsOf(node, record, question);
  const findings = await findingsAt1(node, record);
  if (level >= 2) {
    const header = decodeHeader(encodeHeader(await node.block(record.subject.blockNumber)));
    const proof = proofs.receipts.get(logId(record.subject)) ?? null;
    const evidence = { id: logId(record.subject), log: record.subject, proof };
    Object.assign(findings, { inclusion: inclusionFinding(header, evidence) });
  }
  if (level === 3) {
    const headers = new Map(proofs.headers.map(({ blockNumber, rlp }) => [blockNumber, rlp]));
    const headerAt = (number: number) =>
      decodeHeader(Buffer.from((headers.get(number) ?? "0x").slice(2), "hex"));
    const state = await provenState(proofs.stateProofs, stateClaims(record, policy), headerAt);
    Object.assign(findings, findingsOfState(state, record));
  }
  const input = { record, policy, findings };
  const audit = auditOf(input);
  return { audit, input, bundle: bundleOf(audit, input, proofs) };
}

/** What a node says of a slash at level 1, unproven: null where it no longer has the state, or a contract is silent. */
export async function findingsAt1(node: Node, { subject, contracts }: AuditRecord): Promise<ChainFindings> {
  const { blockNumber, sink } = subject;
  const [receipt] = await node.receipts([subject.transactionHash]);
  if (receipt === undefined) throw new Error(`there is no transaction ${subject.transactionHash}`);
  const block = await node.block(blockNumber);
  const stake = encodeFunctionData({
    abi: artifacts.StakeManager.abi,
    functionName: "getStake",
    args: [sink],
  });
  const token = encodeFunctionData({ abi: artifacts.StakeManager.abi, functionName: "token" });
  const ask = (data: Hex, at: number) => orNull(node.ask(contracts.stakeManager, data, at));
  const [tokenWord, before, after] = [
    await ask(token, blockNumber),
    await ask(stake, Math.max(0, blockNumber - 1)),
    await ask(stake, blockNumber),
  ];
  const firstIndex = hexToNumber(receipt.logs[0]?.logIndex ?? "0x0");
  const sent = transfersOut(receipt.logs, subject, firstIndex);
  return {
    succeeded: receipt.status ? receipt.status === "0x1" : null,
    transfers: tokenWord === null ? null : { token: addressIn(tokenWord), sent },
    stakeAt: before && after ? { before: BigInt(before).toString(), after: BigInt(after).toString() } : null,
    slasherAt: null,
    inclusion: null,
    canonical: canonicalFinding(subject, receipt.blockHash, block.hash),
  };
}

function addressIn(word: Hex): Hex {
  const [address] = decodeAbiParameters([{ type: "address" }], word);
  return address.toLowerCase() as Hex;
}

async function orNull(answer: Promise<Hex>): Promise<Hex | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof RpcError && error.code !== null) return null;
    throw error;
  }
}

async function proofsOf(node: Node, record: AuditRecord, question: AuditQuestion): Promise<Proofs> {
  const { level, policy, isLinked = false } = question;
  const claims = level === 3 ? stateClaims(record, policy) : [];
  const receipts = level >= 2 ? await proveLogs(node, record.logs) : new Map();
  const numbers = [...(level >= 2 ? record.logs : []), ...claims].map(({ blockNumber }) => blockNumber);
  return {
    level,
    chainId: await node.chainId(),
    codeHashes: await codeHashesOf(node, record),
    receipts,
    stateProofs: await proveState(node, claims),
    headers: await headersOf(node, isLinked ? between(numbers) : numbers),
  };
}

async function codeHashesOf(node: Node, { contracts, subject }: AuditRecord): Promise<Proofs["codeHashes"]> {
  const names = Object.keys(contracts) as (keyof Contracts)[];
  const hashes = await Promise.all(
    names.map(async (name) => [name, await orNull(node.codeHash(contracts[name], subject.blockNumber))]),
  );
  return Object.fromEntries(hashes) as Proofs["codeHashes"];
}

function between(numbers: readonly number[]): number[] {
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)];
  if (numbers.length === 0) return [];
  const count = last - first + 1;
  if (count > MOST_HEADERS) {
    throw new Error(
      `the evidence lies in ${count} blocks, whose headers do not fit into one bundle (at most ${MOST_HEADERS}): save it without --offline, and verify it with --rpc`,
    );
  }
  return Array.from({ length: count }, (_, i) => first + i);
}

async function headersOf(node: Node, numbers: readonly number[]): Promise<BundleHeader[]> {
  const sorted = [...new Set(numbers)].toSorted((a, b) => a - b);
  const blocks = await node.blocks(sorted);
  return blocks.map((block, i) => ({
    blockNumber: sorted[i] ?? 0,
    blockHash: block.hash,
    rlp: bytesToHex(encodeHeader(block)),
  }));
}
