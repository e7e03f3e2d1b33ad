import type { AuditRecord } from "@manometer/analytics/audit/AuditRecord";
import type { BundleHeader } from "@manometer/analytics/audit/Bundle";
import type { Proofs } from "@manometer/analytics/audit/bundling";
import type { Policy } from "@manometer/analytics/audit/Policy";
import type { Contracts } from "@manometer/analytics/audit/Scope";
import { bytesToHex } from "viem";
import { encodeHeader } from "./header.ts";
import { proveLogs } from "./logProof.ts";
import type { Node } from "./Node.ts";
import { orNull } from "./nodeFindings.ts";
import { stateClaims } from "./stateClaims.ts";
import { proveState } from "./stateProofs.ts";

/** How much a node is asked for: 1 the logs and what it says of the state, 2 proofs of the logs, 3 proofs of the state. */
export type AskedLevel = 1 | 2 | 3;

/** Which proofs; `isLinked` adds the headers between, so that the newest one's hash vouches for all of them. */
export type ProofQuestion = { policy: Policy; level: AskedLevel; isLinked?: boolean };

/** Most headers of one bundle. */
export const MOST_HEADERS = 50_000;

/** Everything in a bundle beyond its audit, from a node. Throws where the node does not give what the level needs. */
export async function proofsOf(node: Node, record: AuditRecord, question: ProofQuestion): Promise<Proofs> {
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
