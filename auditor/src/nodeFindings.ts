import type { AuditRecord } from "@manometer/analytics/audit/AuditRecord";
import type { ChainFindings } from "@manometer/analytics/audit/ChainFindings";
import { artifacts } from "@manometer/contracts/artifacts";
import { decodeAbiParameters, encodeFunctionData, type Hex, hexToNumber } from "viem";
import { canonicalFinding, transfersOut } from "./findings.ts";
import type { Node } from "./Node.ts";
import { RpcError } from "./Rpc.ts";

/** What a node says of a slash at level 1, unproven: null where it no longer has the state, or a contract is silent. */
export async function findingsAt1(node: Node, { subject, contracts }: AuditRecord): Promise<ChainFindings> {
  const { blockNumber, sink } = subject;
  const [receipt] = await node.receipts([subject.transactionHash]);
  if (receipt === undefined) throw new Error(`there is no transaction ${subject.transactionHash}`);
  const block = await node.block(blockNumber);
  const stake = encodeFunctionData({
    abi: artifacts.StakeManager.abi,
    functionName: "getStake",
    args: [sink],
  });
  const token = encodeFunctionData({ abi: artifacts.StakeManager.abi, functionName: "token" });
  const ask = (data: Hex, at: number) => orNull(node.ask(contracts.stakeManager, data, at));
  const [tokenWord, before, after] = [
    await ask(token, blockNumber),
    await ask(stake, Math.max(0, blockNumber - 1)),
    await ask(stake, blockNumber),
  ];
  const firstIndex = hexToNumber(receipt.logs[0]?.logIndex ?? "0x0");
  const sent = transfersOut(receipt.logs, subject, firstIndex);
  return {
    succeeded: receipt.status ? receipt.status === "0x1" : null,
    transfers: tokenWord === null ? null : { token: addressIn(tokenWord), sent },
    stakeAt: before && after ? { before: BigInt(before).toString(), after: BigInt(after).toString() } : null,
    slasherAt: null,
    inclusion: null,
    canonical: canonicalFinding(subject, receipt.blockHash, block.hash),
  };
}

function addressIn(word: Hex): Hex {
  const [address] = decodeAbiParameters([{ type: "address" }], word);
  return address.toLowerCase() as Hex;
}

/** An answer; null where the node refuses the question. Throws when it cannot be reached. */
export async function orNull(answer: Promise<Hex>): Promise<Hex | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof RpcError && error.code !== null) return null;
    throw error;
  }
}
