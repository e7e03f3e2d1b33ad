import { type FreshChain, freshChain } from "@manometer/scenario/freshChain";
import { Rpc } from "@manometer/scenario/Rpc";
import { bytesToHex, type Hex, hexToBytes, numberToHex, toHex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeHeader, encodeHeader, type RpcBlock } from "./header.ts";
import { checkLinks, headersIn } from "./headers.ts";
import { provenAccount, type RpcProof, trimmed } from "./stateProof.ts";

const zero = (size: number): Hex => toHex(0, { size });
const EMPTY = "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421";
// The first block of Ethereum's main network, by its specification
const GENESIS: RpcBlock = {
  hash: "0xd4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3",
  parentHash: zero(32),
  sha3Uncles: "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347",
  miner: zero(20),
  stateRoot: "0xd7f8974fb5ac78d9ac099b9ad5018bedc2ce0a72dad1827a1709da30580f0544",
  transactionsRoot: EMPTY,
  receiptsRoot: EMPTY,
  logsBloom: zero(256),
  difficulty: "0x400000000",
  number: "0x0",
  gasLimit: "0x1388",
  gasUsed: "0x0",
  timestamp: "0x0",
  extraData: "0x11bbe8db4e347b4e8c937c1c8370e4b5ed33adb3db69cbdb7a38e1e50b1b82fa",
  mixHash: zero(32),
  nonce: "0x0000000000000042",
};

let chain: FreshChain;
let rpc: Rpc;
let blocks: RpcBlock[];
beforeAll(async () => {
  chain = await freshChain(1_800_000_000);
  rpc = new Rpc(chain.rpcUrl);
  const calls = Array.from({ length: 30 }, (_, i) => ({
    method: "eth_getBlockByNumber",
    params: [numberToHex(i), false],
  }));
  blocks = (await rpc.batch(calls)) as RpcBlock[];
});
afterAll(async () => {
  rpc?.close();
  await chain?.stop();
});

describe("an encoded header", () => {
  it("hashes to the block's hash, of the first fork", () => {
    const header = decodeHeader(encodeHeader(GENESIS));
    expect(header).toMatchObject({ hash: GENESIS.hash, number: 0, stateRoot: GENESIS.stateRoot });
  });

  it("hashes to the block's hash, of Prague with all its fields", () => {
    expect(blocks[9]).toHaveProperty("requestsHash");
    for (const [number, block] of blocks.entries()) {
      const { hash, stateRoot, receiptsRoot, transactionsRoot } = block;
      const expected = { hash, stateRoot, receiptsRoot, transactionsRoot, number };
      expect(decodeHeader(encodeHeader(block))).toMatchObject(expected);
    }
  });

  it("is refused when a field is missing, or another than the hash says", () => {
    const [block = GENESIS] = blocks.slice(9);
    expect(() => encodeHeader({ ...block, blobGasUsed: null })).toThrow(/has no blobGasUsed/);
    expect(() => encodeHeader({ ...block, requestsHash: undefined })).toThrow(
      /hashes to 0x.*beyond Prague's/,
    );
    expect(() => encodeHeader({ ...block, stateRoot: EMPTY })).toThrow(/the RPC says/);
    expect(() => decodeHeader(hexToBytes("0xc0"))).toThrow(/no block header/);
  });
});

describe("headers of a bundle", () => {
  const bundled = () =>
    blocks.slice(3, 8).map((block) => ({
      blockNumber: Number(block.number),
      blockHash: block.hash,
      rlp: bytesToHex(encodeHeader(block)),
    }));

  it("are found by their numbers, and must be what they are said to be", () => {
    const headers = bundled();
    expect(headersIn(headers)(5).hash).toBe(blocks[5]?.hash);
    expect(() => headersIn(headers)(9)).toThrow(/the header of block 9 is missing/);
    expect(() => headersIn(headers.toReversed())).toThrow(/out of order/);
    const renamed = headers.map((header, i) => (i === 0 ? { ...header, blockNumber: 1 } : header));
    expect(() => headersIn(renamed)).toThrow(/the header of block 1 is that of block 3/);
  });

  it("lead from the trusted hash down to the oldest", () => {
    const headers = bundled();
    const trusted = headers.at(-1)?.blockHash ?? "0x";
    expect(() => checkLinks(headers, trusted)).not.toThrow();
    expect(() => checkLinks(headers, headers[0]?.blockHash ?? "0x")).toThrow(
      /is not that of the bundle's newest/,
    );
    expect(() => checkLinks(headers.toSpliced(2, 1), trusted)).toThrow(/between block 4 and block 6 are not/);
  });
});

describe("proofs of the state", () => {
  it("hold in a past block for what is stored, for what is not, and for no other root", async () => {
    const { address, startBlock } = chain.deployment.contracts.StakeManager;
    const block = numberToHex(startBlock + 1);
    const slots = [zero(32), toHex(999, { size: 32 })];
    const answer = (await rpc.call("eth_getProof", address, slots, block)) as RpcProof;
    const { stateRoot } = (await rpc.call("eth_getBlockByNumber", block, false)) as { stateRoot: Hex };
    const contract = address.toLowerCase() as Hex;
    const proven = await trimmed(stateRoot, contract, answer);
    const words = proven.slots.map(({ word }) => word);
    const stored = (await rpc.call("eth_getStorageAt", address, zero(32), block)) as Hex;
    expect(words).toEqual([BigInt(stored), 0n]);
    expect(words[0]).not.toBe(0n);

    await expect(provenAccount(EMPTY, contract, [])).rejects.toThrow(/no account/);
    await expect(trimmed(zero(32), contract, answer)).rejects.toThrow(/do not lead from the root/);
    const absent = toHex(0xdead, { size: 20 });
    await expect(provenAccount(stateRoot, absent, proven.nodes)).rejects.toThrow();
  });
});
