import type { Audit, AuditInput } from "./audit.ts";
import type { Bundle, ReceiptProof } from "./Bundle.ts";
import { type Hex, logId } from "./ChainLog.ts";
import { hashOf } from "./canonical.ts";
import type { Contracts } from "./Scope.ts";

/** What a bundle holds beyond its audit: what a node gave, and null or nothing where none was asked. */
export type Proofs = Pick<Bundle, "level" | "chainId" | "headers" | "stateProofs"> & {
  readonly codeHashes: Readonly<Record<keyof Contracts, Hex | null>>;
  /** The proof of each log, by its id. */
  readonly receipts: ReadonlyMap<Hex, ReceiptProof>;
};

/** A bundle without proofs: level 0. */
export const NO_PROOFS: Proofs = {
  level: 0,
  chainId: null,
  headers: [],
  stateProofs: [],
  codeHashes: { stakeManager: null, capacityRegistry: null, backpressurePool: null, escrowBuffer: null },
  receipts: new Map(),
};

const CONTRACTS = [
  "stakeManager",
  "capacityRegistry",
  "backpressurePool",
  "escrowBuffer",
] as const satisfies (keyof Contracts)[];

/** The bundle of an audit. */
export function bundleOf(audit: Audit, { record, policy, findings }: AuditInput, proofs: Proofs): Bundle {
  const content: Omit<Bundle, "digest"> = {
    schema: "manometer.bundle/1",
    level: proofs.level,
    chainId: proofs.chainId,
    contracts: CONTRACTS.map((name) => ({
      name,
      address: record.contracts[name],
      codeHash: proofs.codeHashes[name],
    })),
    policy,
    policyHash: audit.policyHash,
    formulaVersion: audit.core.formulaVersion,
    subject: record.subject,
    scope: record.scope,
    findings,
    figures: audit.figures,
    checks: audit.checks,
    verdict: audit.verdict,
    coreHash: audit.coreHash,
    evidence: record.logs.map((log) => ({
      id: logId(log),
      log,
      proof: proofs.receipts.get(logId(log)) ?? null,
    })),
    headers: proofs.headers,
    stateProofs: proofs.stateProofs,
  };
  return { ...content, digest: hashOf(content) };
}
