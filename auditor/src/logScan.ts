import { type Hex, hexToNumber, numberToHex } from "viem";
import { type Rpc, RpcError } from "./Rpc.ts";

/** A log as a node answers it: found, not proven. */
export type FoundLog = {
  address: Hex;
  topics: Hex[];
  data: Hex;
  blockNumber: Hex;
  blockHash: Hex;
  transactionHash: Hex;
  transactionIndex: Hex;
  logIndex: Hex;
};

/** Which logs: of these contracts, with these topics; null stands for any topic, a list for one of them. */
export type LogFilter = { address: readonly Hex[]; topics: readonly (null | Hex | readonly Hex[])[] };

/** Called after each range: how many of `total` blocks are behind. */
export type ScanProgress = (done: number, total: number) => void;

const WIDEST = 1_000_000;

/**
 * All logs of the filter in [from, to], in the chain's order. Where the node refuses a range, for its width or for
 * the size of its answer, it asks for halves, and widens again after each answer. Throws the node's RpcError when it
 * refuses a single block.
 */
export async function scanLogs(
  rpc: Rpc,
  filter: LogFilter,
  range: { from: number; to: number },
  progress: ScanProgress = () => {},
): Promise<FoundLog[]> {
  const found: FoundLog[] = [];
  const total = range.to - range.from + 1;
  let width = Math.min(WIDEST, total);
  for (let from = range.from; from <= range.to; ) {
    const to = Math.min(range.to, from + width - 1);
    const logs = await logsOf(rpc, filter, from, to);
    if (logs === null) {
      width = Math.max(1, Math.floor((to - from + 1) / 2));
      continue;
    }
    for (const log of logs) found.push(log);
    progress(to - range.from + 1, total);
    from = to + 1;
    width = Math.min(WIDEST, width * 2);
  }
  return found.toSorted(
    (a, b) =>
      hexToNumber(a.blockNumber) - hexToNumber(b.blockNumber) ||
      hexToNumber(a.logIndex) - hexToNumber(b.logIndex),
  );
}

/** The logs of a range; null when the node refuses it and a smaller one may be answered. */
async function logsOf(rpc: Rpc, filter: LogFilter, from: number, to: number): Promise<FoundLog[] | null> {
  try {
    const range = { fromBlock: numberToHex(from), toBlock: numberToHex(to) };
    return (await rpc.call("eth_getLogs", { ...filter, ...range })) as FoundLog[];
  } catch (error) {
    if (error instanceof RpcError && error.code !== null && to > from) return null;
    throw error;
  }
}
