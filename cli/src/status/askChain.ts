import { firstLine } from "../stack/StackError.ts";
import { postJson } from "./ask.ts";
import type { ChainState } from "./Status.ts";

/** The head of the chain behind an RPC, whose address may hold a key: only its host is told. */
export async function askChain(rpc: string): Promise<ChainState> {
  const url = new URL(rpc).origin;
  try {
    const params = ["latest", false];
    const { body } = await postJson(rpc, { jsonrpc: "2.0", id: 1, method: "eth_getBlockByNumber", params });
    const { result } = body as { result?: { number?: string; timestamp?: string } | null };
    if (result?.number === undefined) throw new Error("it does not answer as an Ethereum node");
    return { url, head: { number: Number(result.number), time: Number(result.timestamp) }, error: null };
  } catch (error) {
    return { url, head: null, error: firstLine(error) };
  }
}
