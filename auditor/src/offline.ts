import type { AuditRecord } from "@manometer/analytics/audit/AuditRecord";
import type { Bundle, BundleEvidence } from "@manometer/analytics/audit/Bundle";
import type { ChainFindings } from "@manometer/analytics/audit/ChainFindings";
import { logId } from "@manometer/analytics/audit/ChainLog";
import type { Hex } from "viem";
import { canonicalFinding, findingsOfReceipt, findingsOfState, inclusionFinding } from "./findings.ts";
import { headersIn } from "./headers.ts";
import { checkOrder, type ProvenLog, provenLog } from "./logProof.ts";
import { stateClaims } from "./stateClaims.ts";
import { provenState } from "./stateProofs.ts";
import { chainIdOf, senderOf } from "./transaction.ts";

/**
 * Checks every proof of a bundle of level 2 or 3, and gives the findings that they make. What a bundle of level 2 only
 * reports of the state, and the stake token's address, are taken from it. Throws at the first proof that does not hold.
 */
export async function findingsIn(bundle: Bundle, record: AuditRecord): Promise<ChainFindings> {
  const headerAt = headersIn(bundle.headers);
  const own = await checkLogs(bundle, record, headerAt);
  const { subject } = record;
  const header = headerAt(subject.blockNumber);
  await checkSubject(bundle, own.proven, header.timestamp);
  const token = bundle.findings.transfers?.token ?? null;
  const position = own.evidence.proof?.position ?? 0;
  const findings: ChainFindings = {
    ...findingsOfReceipt(own.proven, record, { position, token }),
    stakeAt: bundle.findings.stakeAt,
    slasherAt: null,
    inclusion: inclusionFinding(header, own.evidence.proof),
    canonical: canonicalFinding(subject, header.hash, header.hash),
  };
  if (bundle.level < 3) return findings;
  const state = await provenState(bundle.stateProofs, stateClaims(record, bundle.policy), headerAt);
  for (const { name, address, codeHash } of bundle.contracts) {
    const proven = state.codeHashes.get(address);
    if (proven !== codeHash)
      throw new Error(`the code of ${name} is proven to hash to ${proven}, not ${codeHash}`);
  }
  return { ...findings, ...findingsOfState(state, record) };
}

async function checkLogs(
  bundle: Bundle,
  { subject, contracts }: AuditRecord,
  headerAt: ReturnType<typeof headersIn>,
) {
  let own: { evidence: BundleEvidence; proven: ProvenLog } | null = null;
  for (const evidence of bundle.evidence) {
    const { log, id } = evidence;
    try {
      const proven = await provenLog(evidence, headerAt(log.blockNumber), contracts);
      if (id === logId(subject)) own = { evidence, proven };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`the ${log.event} log ${id} is not proven: ${reason}`, { cause: error });
    }
  }
  checkOrder(bundle.evidence);
  if (own === null) throw new Error("the slash itself is not among the evidence");
  return own;
}

async function checkSubject(
  { subject, chainId }: Bundle,
  { transaction }: ProvenLog,
  timestamp: number,
): Promise<void> {
  const sender: Hex = await senderOf(transaction);
  if (sender !== subject.transactionFrom) {
    throw new Error(`the slash's transaction was signed by ${sender}, not by ${subject.transactionFrom}`);
  }
  if (timestamp !== subject.timestamp) {
    throw new Error(`the slash's block is of second ${timestamp}, not ${subject.timestamp}`);
  }
  const signedFor = chainIdOf(transaction);
  if (signedFor !== null && signedFor !== chainId) {
    throw new Error(`the slash's transaction was signed for chain ${signedFor}, not ${chainId}`);
  }
}
