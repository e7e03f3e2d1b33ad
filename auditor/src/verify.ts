import { type AuditRecord, recordOf } from "@manometer/analytics/audit/AuditRecord";
import { auditOf } from "@manometer/analytics/audit/audit";
import type { Bundle } from "@manometer/analytics/audit/Bundle";
import { bundleOf } from "@manometer/analytics/audit/bundling";
import { type ChainFindings, NO_FINDINGS } from "@manometer/analytics/audit/ChainFindings";
import type { Hex } from "@manometer/analytics/audit/ChainLog";
import { canonicalJson, hashOf } from "@manometer/analytics/audit/canonical";
import { FORMULA_VERSION } from "@manometer/analytics/formulaVersion";
import { againstNode } from "./againstNode.ts";
import { bundleText, readBundle, UnreadableBundle } from "./bundleFile.ts";
import { checkLinks } from "./headers.ts";
import type { ScanProgress } from "./logScan.ts";
import type { Node } from "./Node.ts";
import { findingsIn } from "./offline.ts";
import { RpcError } from "./Rpc.ts";

/** What a bundle is held against: a node of one's own, or the hash of the bundle's newest block. */
export type Trust = { node: Node; progress?: ScanProgress } | { trustedHash: Hex };

/** What became of a bundle. `reason` says what refutes it, or why it cannot be read; `assumed` what was not proven. */
export type Outcome = {
  result: "VERIFIED" | "REFUTED" | "UNREADABLE";
  reason: string | null;
  assumed: readonly string[];
  bundle: Bundle | null;
};

/**
 * Verifies the text of a bundle's file: its form, every proof, the audit made anew, and the root of trust. Throws an
 * RpcError when the node cannot be asked, which says nothing of the bundle.
 */
export async function verifyBundle(text: string, trust: Trust): Promise<Outcome> {
  let bundle: Bundle | null = null;
  try {
    bundle = readBundle(text);
    checkForm(text, bundle);
    checkLevel(bundle);
    const record = recordIn(bundle);
    const assumed = await checkTrust(bundle, record, trust);
    checkAudit(bundle, record, bundle.level >= 2 ? await findingsIn(bundle, record) : bundle.findings);
    return { result: "VERIFIED", reason: null, assumed, bundle };
  } catch (error) {
    if (error instanceof RpcError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const result = error instanceof UnreadableBundle ? "UNREADABLE" : "REFUTED";
    return { result, reason, assumed: [], bundle };
  }
}

function checkForm(text: string, bundle: Bundle): void {
  if (bundleText(bundle) !== text) {
    throw new Error(
      "the file is not in canonical form (RFC 8785): something was added, or written in another way",
    );
  }
  const { digest, ...content } = bundle;
  if (hashOf(content) !== digest) {
    throw new Error(
      `the content hashes to ${hashOf(content)}, its digest says ${digest}: something was changed`,
    );
  }
  if (bundle.formulaVersion !== FORMULA_VERSION) {
    throw new Error(
      `it was made with formula version ${bundle.formulaVersion}, this is ${FORMULA_VERSION}: verify it with the release that made it`,
    );
  }
}

/** What a level does not have: a bundle that holds it all the same says more than it can show. */
function checkLevel({ level, findings, evidence, ...bundle }: Bundle): void {
  const isAsked = bundle.chainId !== null || bundle.contracts.some(({ codeHash }) => codeHash !== null);
  const isProven = evidence.some(({ proof }) => proof !== null) || bundle.headers.length > 0;
  const hasFindings = canonicalJson(findings) !== canonicalJson(NO_FINDINGS);
  const isBeyond =
    (level === 0 && (isAsked || hasFindings)) ||
    (level > 0 && bundle.chainId === null) ||
    (level < 2 && isProven) ||
    (level < 3 && bundle.stateProofs.length > 0);
  if (isBeyond) throw new Error(`it holds what a bundle of level ${level} does not have`);
}

/** The record that a bundle's evidence makes. Throws as `recordOf`. */
export function recordIn({ contracts, policy, subject, evidence, scope }: Bundle): AuditRecord {
  const named = Object.fromEntries(contracts.map(({ name, address }) => [name, address]));
  return recordOf({
    subject,
    policy,
    contracts: named as AuditRecord["contracts"],
    logs: evidence.map(({ log }) => log),
    headBlock: scope.untilBlock,
    dialect: scope.dialect,
  });
}

async function checkTrust(bundle: Bundle, record: AuditRecord, trust: Trust): Promise<string[]> {
  if ("node" in trust) {
    await againstNode(trust.node, bundle, record, trust.progress);
    return [];
  }
  if (bundle.level < 2) {
    throw new Error(
      `a bundle of level ${bundle.level} holds no proofs, so that no hash can vouch for it: use --rpc`,
    );
  }
  checkLinks(bundle.headers, trust.trustedHash);
  const state = "the sink's stake around the slash, and the contracts' code";
  return [
    "that no log of the contracts is missing (nothing in a block proves that there are no others elsewhere)",
    "that these are the contracts' addresses, and that the stake token is the one that it names",
    ...(bundle.level === 2 ? [state] : []),
  ];
}

/** The whole bundle follows from evidence, findings and policy: anything that does not is named. */
function checkAudit(bundle: Bundle, record: AuditRecord, findings: ChainFindings): void {
  const { policy, level, chainId, headers, stateProofs } = bundle;
  const input = { record, policy, findings };
  const codes = bundle.contracts.map(({ name, codeHash }) => [name, codeHash]);
  const receipts = bundle.evidence.flatMap(({ id, proof }) => (proof === null ? [] : [[id, proof] as const]));
  const again = bundleOf(auditOf(input), input, {
    level,
    chainId,
    headers,
    stateProofs,
    codeHashes: Object.fromEntries(codes),
    receipts: new Map(receipts),
  });
  for (const key of Object.keys(again) as (keyof Bundle)[]) {
    const [said, found] = [canonicalJson(bundle[key]), canonicalJson(again[key])];
    if (said === found) continue;
    throw new Error(`its ${key} do not follow from its evidence: they are ${excerpt(said, found)}`);
  }
}

/** The first place where two texts part. */
function excerpt(said: string, found: string): string {
  let at = 0;
  while (at < said.length && said[at] === found[at]) at++;
  const from = Math.max(0, at - 30);
  return `…${said.slice(from, at + 50)}…, made anew …${found.slice(from, at + 50)}…`;
}
