import { testTokenAbi } from "@manometer/contracts/artifacts";
import { type FreshChain, freshChain } from "@manometer/scenario/freshChain";
import { Rpc } from "@manometer/scenario/Rpc";
import { createWalletClient, encodeFunctionData, type Hex, http, toHex } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeHeader, type RpcBlock } from "./header.ts";
import type { RpcReceipt } from "./receipt.ts";
import { provenReceipt, ReceiptsTrie } from "./receiptsTrie.ts";

const MNEMONIC = "test test test test test test test test test test test junk";
const SIZES = [1, 2, 127, 128, 129];

let chain: FreshChain;
let rpc: Rpc;
beforeAll(async () => {
  chain = await freshChain(1_800_000_000);
  rpc = new Rpc(chain.rpcUrl);
});
afterAll(async () => {
  rpc.close();
  await chain.stop();
});

/** Mines one block of `size` transactions: legacy, with an access list, with a priority fee, with an authorization. */
async function block(size: number): Promise<{ header: RpcBlock; receipts: RpcReceipt[] }> {
  const account = mnemonicToAccount(MNEMONIC, { addressIndex: 2 });
  const client = createWalletClient({ account, chain: hardhat, transport: http(chain.rpcUrl) });
  const to = chain.deployment.superfluid.token;
  const data = encodeFunctionData({ abi: testTokenAbi, functionName: "approve", args: [to, 1n] });
  const price = 10n ** 10n;
  const fees = { maxFeePerGas: price, maxPriorityFeePerGas: 1n };
  const contractAddress = chain.deployment.contracts.Pipeline.address;
  let nonce = Number(await rpc.call("eth_getTransactionCount", account.address, "latest"));

  await rpc.call("evm_setAutomine", false);
  for (let i = 0; i < size; i++) {
    const sent = { to, data, gas: 200_000n, nonce: nonce++ } as const;
    const kind = (i + size) % 4;
    if (kind === 0) await client.sendTransaction({ ...sent, type: "legacy", gasPrice: price });
    if (kind === 1)
      await client.sendTransaction({ ...sent, type: "eip2930", gasPrice: price, accessList: [] });
    if (kind === 2) await client.sendTransaction({ ...sent, type: "eip1559", ...fees });
    if (kind !== 3) continue;
    const other = mnemonicToAccount(MNEMONIC, { addressIndex: 3 });
    const authorization = await other.signAuthorization?.({
      contractAddress,
      chainId: hardhat.id,
      nonce: 1000,
    });
    const authorizationList = authorization ? [authorization] : [];
    await client.sendTransaction({ ...sent, type: "eip7702", ...fees, authorizationList });
  }
  await rpc.call("hardhat_mine", "0x1");
  await rpc.call("evm_setAutomine", true);
  const header = (await rpc.call("eth_getBlockByNumber", "latest", false)) as RpcBlock & {
    transactions: Hex[];
  };
  const calls = header.transactions.map((hash) => ({ method: "eth_getTransactionReceipt", params: [hash] }));
  return { header, receipts: (await rpc.batch(calls)) as RpcReceipt[] };
}

describe.each(SIZES)("a block of %i receipts of all types", (size) => {
  it("gives the root of its header, and proves each receipt and no other", async () => {
    const { header, receipts } = await block(size);
    expect(receipts).toHaveLength(size);
    const types = new Set(receipts.map(({ type }) => type));
    expect(types.size).toBe(Math.min(size, 4));

    const trie = await ReceiptsTrie.of(receipts);
    expect(trie.root).toBe(header.receiptsRoot);
    expect(encodeHeader(header).length).toBeGreaterThan(500);
    for (const [index, receipt] of receipts.entries()) {
      const proven = await provenReceipt(trie.root, index, await trie.prove(index));
      expect(proven).toEqual({
        type: Number(receipt.type),
        isSuccess: receipt.status === "0x1",
        logs: receipt.logs.map(({ address, topics, data }) => ({ address, topics, data })),
      });
    }
    const last = await trie.prove(size - 1);
    await expect(provenReceipt(trie.root, size, last)).rejects.toThrow();
  });
});

describe("a proof of a receipt", () => {
  it("is refused with a changed byte, a missing node, a node too many, or under another root", async () => {
    const { receipts } = await block(129);
    const trie = await ReceiptsTrie.of(receipts);
    const nodes = await trie.prove(128);
    const [first = "0x", ...rest] = nodes;
    const changed = `${first.slice(0, 40)}${first[40] === "0" ? "1" : "0"}${first.slice(41)}` as Hex;
    await expect(provenReceipt(trie.root, 128, [changed, ...rest])).rejects.toThrow();
    await expect(provenReceipt(trie.root, 128, nodes.slice(0, -1))).rejects.toThrow(/do not lead/);
    await expect(provenReceipt(trie.root, 128, [...nodes, changed])).rejects.toThrow(/other nodes/);
    await expect(provenReceipt(toHex(1, { size: 32 }), 128, nodes)).rejects.toThrow(/do not lead/);
    await expect(provenReceipt(trie.root, 127, nodes)).rejects.toThrow();
  });
});
