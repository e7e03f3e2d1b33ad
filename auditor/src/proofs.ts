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

/**
 * Which headers a bundle of level 2 or 3 holds: those of its evidence alone, or also those between, so that the newest
 * one's hash vouches for all of them: `SHORT` where they are a thousand at most, `ALL` up to 50,000.
 */
export type Links = "NONE" | "SHORT" | "ALL";

/** Which proofs to gather; links only for a bundle that somebody will read. */
export type ProofQuestion = { policy: Policy; level: AskedLevel; links: Links };

const MOST_HEADERS: Readonly<Record<Links, number>> = { NONE: 0, SHORT: 1000, ALL: 50_000 };

/** Everything in a bundle beyond its audit, from a node. Throws where the node does not give what the level needs. */
export async function proofsOf(node: Node, record: AuditRecord, question: ProofQuestion): Promise<Proofs> {
  const { level, policy, links } = question;
  const claims = level === 3 ? stateClaims(record, policy) : [];
  const receipts = level >= 2 ? await proveLogs(node, record.logs) : new Map();
  const numbers = [...(level >= 2 ? record.logs : []), ...claims].map(({ blockNumber }) => blockNumber);
  return {
    level,
    chainId: await node.chainId(),
    codeHashes: await codeHashesOf(node, record),
    receipts,
    stateProofs: await proveState(node, claims),
    headers: await headersOf(node, linked(numbers, links)),
  };
}

async function codeHashesOf(node: Node, { contracts, subject }: AuditRecord): Promise<Proofs["codeHashes"]> {
  const names = Object.keys(contracts) as (keyof Contracts)[];
  const hashes = await Promise.all(
    names.map(async (name) => [name, await orNull(node.codeHash(contracts[name], subject.blockNumber))]),
  );
  return Object.fromEntries(hashes) as Proofs["codeHashes"];
}

function linked(numbers: readonly number[], links: Links): readonly number[] {
  if (links === "NONE" || numbers.length === 0) return numbers;
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)];
  const count = last - first + 1;
  if (count <= MOST_HEADERS[links]) return Array.from({ length: count }, (_, i) => first + i);
  if (links === "SHORT") return numbers;
  throw new Error(
    `the evidence spans ${count} blocks, whose headers do not fit into one bundle (at most ${MOST_HEADERS.ALL}): save it without --offline, and verify it with --rpc`,
  );
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
