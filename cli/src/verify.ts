import { readFileSync } from "node:fs";
import { Node } from "@manometer/auditor/Node";
import { Rpc } from "@manometer/auditor/Rpc";
import { type Outcome, verifyBundle } from "@manometer/auditor/verify";
import type { Screens } from "./audit.ts";
import type { VerifyOptions } from "./auditOptions.ts";
import { patience } from "./patience.ts";
import { firstLine, StackError } from "./stack/StackError.ts";

const CODES: Readonly<Record<Outcome["result"], number>> = { VERIFIED: 0, REFUTED: 1, UNREADABLE: 2 };

/**
 * Verifies a bundle's file and prints what came of it. The exit code: 0 verified, 1 refuted, 2 unreadable. Errors:
 * StackError when the file cannot be read; RpcError when the node cannot be asked.
 */
export async function verify({ file, trust }: VerifyOptions, { out, error }: Screens): Promise<number> {
  const waiting = patience(error);
  waiting.say(`verifying ${file}`);
  try {
    const outcome = await verifyBundle(
      textOf(file),
      "rpc" in trust ? nodeTrust(trust.rpc, waiting.say) : trust,
    );
    out.write(`${report(file, outcome, trust)}\n`);
    return CODES[outcome.result];
  } finally {
    waiting.done();
  }
}

function nodeTrust(rpc: string, say: (text: string) => void) {
  const progress = (done: number, total: number) => say(`read the logs of ${done} of ${total} blocks`);
  return { node: new Node(new Rpc(rpc)), progress };
}

function textOf(file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readFileSync(file));
  } catch (error) {
    throw new StackError(
      `${file} cannot be read: ${firstLine(error)}`,
      "name a file that manometer audit --bundle saved",
    );
  }
}

function report(
  file: string,
  { result, reason, assumed, bundle }: Outcome,
  trust: VerifyOptions["trust"],
): string {
  if (result !== "VERIFIED" || bundle === null) return `${result}: ${file}: ${reason}`;
  const { subject, verdict, policy, policyHash, level, evidence, headers, stateProofs } = bundle;
  const root = "rpc" in trust ? `the node at ${trust.rpc}` : `the block hash ${trust.trustedHash}`;
  return [
    `VERIFIED: ${file}, against ${root}`,
    `  slash    ${subject.amount} wei of ${subject.sink} in block ${subject.blockNumber}`,
    `  verdict  ${verdict}, by policy ${policy.version} (${policyHash})`,
    `  level    ${level}: ${evidence.length} logs, ${headers.length} headers, ${stateProofs.length} state proofs`,
    ...bundle.contracts.map(({ name, address }) => `  contract ${name} ${address}`),
    ...assumed.map((claim) => `  not proven: ${claim}`),
  ].join("\n");
}
