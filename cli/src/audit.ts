import { readFileSync, writeFileSync } from "node:fs";
import { type Audit, auditOf } from "@manometer/analytics/audit/audit";
import type { Bundle } from "@manometer/analytics/audit/Bundle";
import { NO_FINDINGS } from "@manometer/analytics/audit/ChainFindings";
import { type Hex, logId } from "@manometer/analytics/audit/ChainLog";
import { DEFAULT_POLICY, type Policy, policyOf } from "@manometer/analytics/audit/Policy";
import { auditSlash } from "@manometer/auditor/audit";
import { bundleText } from "@manometer/auditor/bundleFile";
import { type Network, slashesIn } from "@manometer/auditor/history";
import { Node } from "@manometer/auditor/Node";
import type { AskedLevel } from "@manometer/auditor/proofs";
import { Rpc } from "@manometer/auditor/Rpc";
import { placeOf } from "@manometer/auditor/slashId";
import { recordIn } from "@manometer/auditor/verify";
import { type ApiBundle, apiBundle } from "./apiBundle.ts";
import { differences } from "./auditDifferences.ts";
import { networkFrom } from "./auditNetwork.ts";
import type { AuditOptions } from "./auditOptions.ts";
import { auditReport, evidenceCsv } from "./auditReport.ts";
import { patience } from "./patience.ts";
import { firstLine, StackError } from "./stack/StackError.ts";

/** Where an audit is printed, and where what takes long is said. */
export type Screens = { out: Pick<NodeJS.WriteStream, "write">; error: NodeJS.WriteStream };

/** One slash audited: the audit, its bundle, and how the API's answer differs; null where no API was asked. */
type Result = { audit: Audit; bundle: Bundle; differences: readonly string[] | null };

const DISAGREE = 1;

/**
 * Audits one slash, or all of a transaction, and prints them. The exit code: 0, or 1 where records disagree. Errors:
 * StackError for what a person can act on, Error of the auditor for what the node does not give.
 */
export async function audit(options: AuditOptions, { out, error }: Screens): Promise<number> {
  const waiting = patience(error);
  let code = 0;
  try {
    const ids = await slashIds(options, waiting.say);
    for (const [i, id] of ids.entries()) {
      const result = await auditOne(id, options, waiting.say);
      out.write(`${i > 0 ? "\n" : ""}${auditReport(result.audit, result.bundle.level)}\n`);
      out.write(comparison(result, options));
      save(result, options, { out, number: ids.length > 1 ? i + 1 : null });
      if (result.audit.verdict === "INCONSISTENT" || result.differences?.length) code = DISAGREE;
    }
  } finally {
    waiting.done();
  }
  return code;
}

async function slashIds(options: AuditOptions, say: (text: string) => void): Promise<Hex[]> {
  if ("id" in options.slash) return [options.slash.id as Hex];
  const { transactionHash } = options.slash;
  say(`looking for the slashes of ${transactionHash}`);
  const source = options.network;
  const network = networkFrom(source, null);
  const places = await slashesIn(nodeOf(options), transactionHash, network);
  if (places.length > 0) return places.map(logId);
  throw new StackError(
    `transaction ${transactionHash} has no Slashed log of the StakeManager ${network.contracts.stakeManager}`,
    `check the hash, and the addresses in ${network.source}`,
  );
}

async function auditOne(id: Hex, options: AuditOptions, say: (text: string) => void): Promise<Result> {
  if (options.api !== null) say(`asking ${options.api} for its audit`);
  const told = options.api === null ? null : await apiBundle(options.api, id);
  if (options.level === 0 && told !== null) return fromApi(told);
  const network = networkFrom(options.network, told?.bundle ?? null);
  const policy = policyFor(options, told?.bundle ?? null);
  say(`reading the logs of ${id} from ${options.rpc}`);
  const node = nodeOf(options);
  const headBlock =
    told === null ? {} : { headBlock: Math.min(told.bundle.scope.untilBlock, await node.head()) };
  const { audit: found, bundle } = await auditSlash(node, {
    network: network satisfies Network,
    place: placeOf(id),
    policy,
    level: options.level as AskedLevel,
    links: linksFor(options),
    progress: (done, total) =>
      say(`read the logs of ${done} of ${total} blocks; gathering receipts and proofs`),
    ...headBlock,
  });
  return { audit: found, bundle, differences: told && differences(told.bundle, found.core) };
}

function linksFor({ bundle, isOffline }: AuditOptions): "NONE" | "SHORT" | "ALL" {
  if (bundle === null) return "NONE";
  return isOffline ? "ALL" : "SHORT";
}

function fromApi({ bundle }: ApiBundle): Result {
  const record = recordIn(bundle);
  const found = auditOf({ record, policy: bundle.policy, findings: NO_FINDINGS });
  return { audit: found, bundle, differences: differences(bundle, found.core) };
}

function nodeOf({ rpc }: AuditOptions): Node {
  if (rpc === null) throw new Error("no node was named");
  return new Node(new Rpc(rpc));
}

function policyFor({ policy }: AuditOptions, bundle: Bundle | null): Policy {
  if (policy === null) return bundle?.policy ?? DEFAULT_POLICY;
  try {
    return policyOf(JSON.parse(readFileSync(policy, "utf8")));
  } catch (error) {
    throw new StackError(
      `the policy ${policy} (--policy) cannot be used: ${firstLine(error)}`,
      "correct the file",
    );
  }
}

function comparison({ differences: found }: Result, { api, level }: AuditOptions): string {
  if (found === null) return "";
  const who = level === 0 ? "The API's own evidence" : `The API at ${api}`;
  if (found.length === 0) return `  ${who} says the same, byte for byte\n`;
  const lines = found.map((difference) => `  ✗ ${difference}\n`).join("");
  return `\nINCONSISTENT: ${who} says something else than ${level === 0 ? "the API" : "the node"}:\n${lines}`;
}

function save(
  { audit: found, bundle }: Result,
  options: AuditOptions,
  { out, number }: { out: Screens["out"]; number: number | null },
): void {
  if (options.bundle !== null) {
    const file = numbered(options.bundle, number);
    write(file, bundleText(bundle), "--bundle");
    const [oldest, newest] = [bundle.headers[0], bundle.headers.at(-1)];
    const isLinked = newest && newest.blockNumber - (oldest?.blockNumber ?? 0) < bundle.headers.length;
    const offline = ` or, offline, --trusted-hash with the hash that your own node has of block ${newest?.blockNumber}`;
    out.write(
      `Saved ${file}. Verify it with: manometer verify ${file} --rpc URL${isLinked ? offline : ""}\n`,
    );
  }
  if (options.csv !== null) {
    const file = numbered(options.csv, number);
    write(file, evidenceCsv(found), "--csv");
    out.write(`Saved ${file}\n`);
  }
}

function numbered(file: string, number: number | null): string {
  return number === null ? file : file.replace(/(\.[^./]+)?$/, `-${number}$1`);
}

function write(file: string, text: string, option: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new StackError(
      `${file} (${option}) cannot be written: ${firstLine(error)}`,
      "name a file that you may write",
    );
  }
}
