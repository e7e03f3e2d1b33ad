import type { Hex } from "viem";
import { type LogReader, lineOf, type RawLog, type SeenFact } from "./Logs.ts";
import type { Sent } from "./Player.ts";
import type { Rpc } from "./Rpc.ts";
import { quantity } from "./Rpc.ts";

/** All logs of the blocks `[from, to]`. */
export async function logsOf(rpc: Rpc, from: number, to: number): Promise<RawLog[]> {
  const range = { fromBlock: quantity(from), toBlock: quantity(to) };
  return (await rpc.call("eth_getLogs", range)) as RawLog[];
}

/** Throws when one of the transactions left no log, which every act does, with the reason that the chain gives. */
export async function requireSuccess(
  rpc: Rpc,
  sent: readonly Sent[],
  logs: readonly RawLog[],
): Promise<void> {
  const seen = new Set<Hex>(logs.map((log) => log.transactionHash));
  const failed = sent.find(({ hash }) => !seen.has(hash));
  if (failed === undefined) return;
  const { act, transaction, block, hash } = failed;
  const call = { ...transaction, gas: quantity(transaction.gas) };
  const reason = await rpc.call("eth_call", call, quantity(block - 1)).then(
    () => "it does not fail on the state before its block",
    (error: Error) => error.message,
  );
  throw new Error(`${act.kind} by ${act.by} reverted in block ${block} (${hash}): ${reason}`);
}

/** Throws when the chain's facts are not the model's, block by block; the order inside a block is the chain's own. */
export function requireSameFacts(
  expected: readonly SeenFact[],
  logs: readonly RawLog[],
  reader: LogReader,
): void {
  const missing = new Map<string, number>();
  const note = (fact: SeenFact, change: number) => {
    const line = `block ${fact.block}: ${lineOf(fact)}`;
    missing.set(line, (missing.get(line) ?? 0) + change);
  };
  for (const fact of expected) note(fact, 1);
  for (const fact of reader.facts(logs)) note(fact, -1);
  const differing = [...missing].filter(([, count]) => count !== 0);
  if (differing.length === 0) return;
  const lines = differing
    .slice(0, 10)
    .map(([line, count]) => `${count > 0 ? "not on chain" : "not expected"}, ${line}`);
  throw new Error(`The chain's log is not the model's in ${differing.length} places:\n${lines.join("\n")}`);
}
