import type { AuditRecord } from "@manometer/analytics/audit/AuditRecord";
import type { Bundle } from "@manometer/analytics/audit/Bundle";
import { type ChainLog, logId } from "@manometer/analytics/audit/ChainLog";
import { canonicalJson } from "@manometer/analytics/audit/canonical";
import { rebuild } from "./history.ts";
import type { ScanProgress } from "./logScan.ts";
import type { Node } from "./Node.ts";
import { findingsAt1, orNull } from "./nodeFindings.ts";

/**
 * Holds a bundle against a node: the chain, the hash of every header, the record rebuilt from the node's own logs, and
 * what the bundle reports without proving it. Throws at the first difference.
 */
export async function againstNode(
  node: Node,
  bundle: Bundle,
  record: AuditRecord,
  progress?: ScanProgress,
): Promise<void> {
  const chainId = await node.chainId();
  if (bundle.chainId !== null && bundle.chainId !== chainId) {
    throw new Error(`it is of chain ${bundle.chainId}, ${node.rpc.url} is a node of chain ${chainId}`);
  }
  await checkHeaders(node, bundle);
  const place = bundle.subject;
  const { dialect } = record.scope;
  const network = { contracts: record.contracts, startBlock: await firstBlock(node, record), dialect };
  const headBlock = record.scope.untilBlock;
  const rebuilt = await rebuild(node, {
    network,
    place,
    policy: bundle.policy,
    headBlock,
    ...(progress && { progress }),
  });
  checkRecord(record, rebuilt);
  if (bundle.level > 0) await checkReports(node, bundle, record);
}

async function checkHeaders(node: Node, { headers }: Bundle): Promise<void> {
  const blocks = await node.blocks(headers.map(({ blockNumber }) => blockNumber));
  for (const [i, { blockNumber, blockHash }] of headers.entries()) {
    const { hash } = blocks[i] ?? { hash: "nothing" };
    if (hash !== blockHash) {
      throw new Error(`block ${blockNumber} is ${hash} on the node's chain, ${blockHash} in the bundle`);
    }
  }
}

/** The first block that can hold a log: the constructors' parameters, where the node confirms that no code was there before. */
async function firstBlock(node: Node, { logs, contracts }: AuditRecord): Promise<number> {
  const { stakeManager, capacityRegistry } = contracts;
  const firsts = [stakeManager, capacityRegistry].map(
    (contract) =>
      logs.find((log) => log.event === "ParamUpdated" && log.contract === contract)?.blockNumber ?? 0,
  );
  const first = Math.min(...firsts);
  if (first === 0) return 0;
  const codes = [stakeManager, capacityRegistry].map((contract) => orNull(node.code(contract, first - 1)));
  return (await Promise.all(codes)).every((code) => code === "0x") ? first : 0;
}

function checkRecord(record: AuditRecord, rebuilt: AuditRecord): void {
  if (canonicalJson(record) === canonicalJson(rebuilt)) return;
  const [said, found] = [byId(record.logs), byId(rebuilt.logs)];
  for (const [id, log] of found) {
    const own = said.get(id);
    if (own === undefined) throw new Error(`it leaves out ${what(log)}, which the node has`);
    if (canonicalJson(own) !== canonicalJson(log)) throw new Error(`${what(log)} is another on the node`);
  }
  for (const log of record.logs) {
    if (!found.has(logId(log))) throw new Error(`it holds ${what(log)}, which the node has not`);
  }
  throw new Error("its slash, contracts or scope differ from what the node gives");
}

function byId(logs: readonly ChainLog[]): Map<string, ChainLog> {
  return new Map(logs.map((log) => [logId(log), log]));
}

function what({
  event,
  blockNumber,
  logIndex,
}: Pick<ChainLog, "event" | "blockNumber" | "logIndex">): string {
  return `the ${event} of block ${blockNumber}, log ${logIndex}`;
}

async function checkReports(node: Node, bundle: Bundle, record: AuditRecord): Promise<void> {
  const said = await findingsAt1(node, record);
  const { findings } = bundle;
  const kept = {
    ...said,
    inclusion: bundle.level >= 2 ? findings.inclusion : null,
    slasherAt: bundle.level === 3 ? findings.slasherAt : null,
  };
  const isOld = said.stakeAt === null && bundle.level === 3;
  const expected = isOld ? { ...kept, stakeAt: findings.stakeAt } : kept;
  if (canonicalJson(expected) !== canonicalJson(findings)) {
    throw new Error(`its findings are ${canonicalJson(findings)}, the node gives ${canonicalJson(expected)}`);
  }
  for (const { name, address, codeHash } of bundle.contracts) {
    const found = await orNull(node.codeHash(address, record.subject.blockNumber));
    if (found !== null && found !== codeHash) {
      throw new Error(`the code of ${name} hashes to ${found} on the node, ${codeHash} in the bundle`);
    }
  }
}
