import { testTokenAbi } from "@manometer/contracts/artifacts";
import { type FreshChain, freshChain } from "@manometer/scenario/freshChain";
import { Rpc } from "@manometer/scenario/Rpc";
import { bytesToHex, createWalletClient, encodeFunctionData, type Hex, http, keccak256, toHex } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeHeader, type RpcBlock } from "./header.ts";
import { IndexTrie, indexKey, provenItem } from "./IndexTrie.ts";
import { decodeReceipt, encodeReceipt, type RpcReceipt } from "./receipt.ts";
import { encodeTransaction, type RpcTransaction, senderOf } from "./transaction.ts";

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
async function block(size: number) {
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
  const header = (await rpc.call("eth_getBlockByNumber", "latest", true)) as RpcBlock & {
    transactions: RpcTransaction[];
  };
  const calls = header.transactions.map(({ hash }) => ({
    method: "eth_getTransactionReceipt",
    params: [hash],
  }));
  return { header, receipts: (await rpc.batch(calls)) as RpcReceipt[], from: account.address };
}

describe.each(SIZES)("a block of %i receipts of all types", (size) => {
  it("gives the root of its header, and proves each receipt and no other", async () => {
    const { header, receipts, from } = await block(size);
    expect(receipts).toHaveLength(size);
    const types = new Set(receipts.map(({ type }) => type));
    expect(types.size).toBe(Math.min(size, 4));

    const trie = await IndexTrie.of(receipts.map(encodeReceipt));
    expect(trie.root).toBe(header.receiptsRoot);
    expect(encodeHeader(header).length).toBeGreaterThan(500);
    for (const [index, receipt] of receipts.entries()) {
      const proven = await provenItem(trie.root, index, await trie.prove(index));
      expect(decodeReceipt(proven)).toEqual({
        type: Number(receipt.type),
        isSuccess: receipt.status === "0x1",
        logs: receipt.logs.map(({ address, topics, data }) => ({ address, topics, data })),
      });
    }
    const transactions = await IndexTrie.of(header.transactions.map(encodeTransaction));
    expect(transactions.root).toBe(header.transactionsRoot);
    const first = await provenItem(transactions.root, 0, await transactions.prove(0));
    expect(keccak256(first)).toBe(receipts[0]?.transactionHash);
    expect(await senderOf(first)).toBe(from.toLowerCase());

    const last = await trie.prove(size - 1);
    await expect(provenItem(trie.root, size, last)).rejects.toThrow();
  });
});

describe("a proof of a receipt", () => {
  it("is refused with a changed byte, a missing node, a node too many, or under another root", async () => {
    const { receipts } = await block(129);
    const trie = await IndexTrie.of(receipts.map(encodeReceipt));
    const nodes = await trie.prove(128);
    const [first = "0x", ...rest] = nodes;
    const changed = `${first.slice(0, 40)}${first[40] === "0" ? "1" : "0"}${first.slice(41)}` as Hex;
    await expect(provenItem(trie.root, 128, [changed, ...rest])).rejects.toThrow();
    await expect(provenItem(trie.root, 128, nodes.slice(0, -1))).rejects.toThrow(/do not lead/);
    await expect(provenItem(trie.root, 128, [...nodes, changed])).rejects.toThrow(/other nodes/);
    await expect(provenItem(toHex(1, { size: 32 }), 128, nodes)).rejects.toThrow(/do not lead/);
    await expect(provenItem(trie.root, 127, nodes)).rejects.toThrow();
  });
});

describe("the key of an item", () => {
  it.each([
    [0, "0x80"],
    [1, "0x01"],
    [127, "0x7f"],
    [128, "0x8180"],
    [256, "0x820100"],
  ])("%i is RLP of its index", (index, key) => {
    expect(bytesToHex(indexKey(index))).toBe(key);
  });
});
