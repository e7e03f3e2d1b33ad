import { type Hex, hexToNumber, isHex, keccak256, numberToHex } from "viem";
import { encodeHeader, type RpcBlock } from "./header.ts";
import { type Call, type Rpc, RpcError } from "./Rpc.ts";
import type { RpcReceipt } from "./receipt.ts";
import type { RpcProof } from "./stateProof.ts";
import type { RpcTransaction } from "./transaction.ts";

/** A block with the hashes of its transactions. */
export type Block = RpcBlock & {
  timestamp: Hex;
  transactions: readonly Hex[];
  receiptsRoot: Hex;
  stateRoot: Hex;
};

const METHOD_NOT_FOUND = -32_601;
const METHOD_NOT_SUPPORTED = -32_004;

/** An Ethereum node, asked once for each block and receipt. */
export class Node {
  readonly rpc: Rpc;
  readonly #blocks = new Map<number, Block>();
  readonly #receipts = new Map<Hex, RpcReceipt>();
  #hasBlockReceipts: boolean | undefined;

  constructor(rpc: Rpc) {
    this.rpc = rpc;
  }

  async chainId(): Promise<number> {
    return hexToNumber((await this.rpc.call("eth_chainId")) as Hex);
  }

  async head(): Promise<number> {
    return hexToNumber((await this.rpc.call("eth_blockNumber")) as Hex);
  }

  /** The blocks at these heights, in their order. Throws where the node has none, or one that does not hash. */
  async blocks(numbers: readonly number[]): Promise<Block[]> {
    const missing = [...new Set(numbers)].filter((number) => !this.#blocks.has(number));
    const calls = missing.map((number): Call => ["eth_getBlockByNumber", numberToHex(number), false]);
    for (const [i, answer] of (await this.rpc.all(calls)).entries()) {
      const number = missing[i] ?? 0;
      if (answer === null)
        throw new Error(`${this.rpc.url} has no block ${number}: ask a node of the same chain`);
      const block = answer as Block;
      encodeHeader(block);
      this.#blocks.set(number, block);
    }
    return numbers.map((number) => this.#blocks.get(number) as Block);
  }

  /** The block at a height. Throws as `blocks`. */
  async block(number: number): Promise<Block> {
    const [block] = await this.blocks([number]);
    return block as Block;
  }

  /** The receipts of these transactions, in their order. Throws where the node has none. */
  async receipts(hashes: readonly Hex[]): Promise<RpcReceipt[]> {
    const missing = [...new Set(hashes)].filter((hash) => !this.#receipts.has(hash));
    const answers = await this.rpc.all(missing.map((hash): Call => ["eth_getTransactionReceipt", hash]));
    for (const [i, answer] of answers.entries()) {
      const hash = missing[i] ?? "0x";
      if (answer === null) {
        throw new Error(
          `${this.rpc.url} has no transaction ${hash}: check the hash, and that the node is of its chain`,
        );
      }
      this.#receipts.set(hash, answer as RpcReceipt);
    }
    return hashes.map((hash) => this.#receipts.get(hash) as RpcReceipt);
  }

  /** All receipts of each block: in one call a block where the node can, else one by one. */
  async receiptsOf(blocks: readonly Block[]): Promise<RpcReceipt[][]> {
    const whole = blocks.filter((block) => !block.transactions.every((hash) => this.#receipts.has(hash)));
    if (whole.length > 0 && (await this.#canGiveBlocks(whole[0] as Block))) {
      const answers = await this.rpc.all(whole.map(({ number }): Call => ["eth_getBlockReceipts", number]));
      for (const receipt of answers.flat() as RpcReceipt[])
        this.#receipts.set(receipt.transactionHash, receipt);
    }
    await this.receipts(blocks.flatMap(({ transactions }) => transactions));
    return Promise.all(blocks.map(({ transactions }) => this.receipts(transactions)));
  }

  /** All transactions of each block. */
  async transactionsOf(blocks: readonly Block[]): Promise<RpcTransaction[][]> {
    const answers = await this.rpc.all(
      blocks.map(({ number }): Call => ["eth_getBlockByNumber", number, true]),
    );
    return answers.map((answer) => (answer as { transactions: RpcTransaction[] }).transactions);
  }

  async #canGiveBlocks({ number }: Block): Promise<boolean> {
    try {
      this.#hasBlockReceipts ??= Array.isArray(await this.rpc.call("eth_getBlockReceipts", number));
    } catch (error) {
      if (!isUnknownMethod(error)) throw error;
      this.#hasBlockReceipts = false;
    }
    return this.#hasBlockReceipts;
  }

  /** A contract's code at the end of a block; 0x where there is none. */
  async code(address: Hex, block: number): Promise<Hex> {
    return (await this.rpc.call("eth_getCode", address, numberToHex(block))) as Hex;
  }

  /** keccak-256 of a contract's code at the end of a block. */
  async codeHash(address: Hex, block: number): Promise<Hex> {
    return keccak256(await this.code(address, block));
  }

  /** What a contract answers to call data at a block. Throws when it answers nothing. */
  async ask(address: Hex, data: Hex, block: number): Promise<Hex> {
    const answer = await this.rpc.call("eth_call", { to: address, data }, numberToHex(block));
    if (isHex(answer) && answer !== "0x") return answer;
    throw new Error(`${address} does not answer at block ${block}: it is no contract of this network`);
  }

  /** Accounts and slots, each at the end of a block, with their nodes. Throws when the node no longer has that state. */
  async proofs(
    asked: readonly { contract: Hex; slots: readonly Hex[]; blockNumber: number }[],
  ): Promise<RpcProof[]> {
    const calls = asked.map(
      ({ contract, slots, blockNumber }): Call => ["eth_getProof", contract, slots, numberToHex(blockNumber)],
    );
    return (await this.rpc.all(calls)) as RpcProof[];
  }
}

function isUnknownMethod(error: unknown): boolean {
  if (!(error instanceof RpcError)) return false;
  return (
    error.code === METHOD_NOT_FOUND ||
    error.code === METHOD_NOT_SUPPORTED ||
    /not (found|supported|available|implemented)|does not exist/i.test(error.message)
  );
}
