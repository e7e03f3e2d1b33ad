import { createMerkleProof, createMPT, type MerklePatriciaTrie } from "@ethereumjs/mpt";
import { bytesToHex, type Hex } from "viem";
import { decodeReceipt, encodeReceipt, type Receipt, type RpcReceipt, receiptKey } from "./receipt.ts";
import { provenValue } from "./trieProof.ts";

/** The trie of a block's receipts, which proves any of them against the header's `receiptsRoot`. */
export class ReceiptsTrie {
  readonly #trie: MerklePatriciaTrie;

  private constructor(trie: MerklePatriciaTrie) {
    this.#trie = trie;
  }

  /** Builds the trie from all receipts of a block, in their order. */
  static async of(receipts: readonly RpcReceipt[]): Promise<ReceiptsTrie> {
    const trie = await createMPT();
    for (const [index, receipt] of receipts.entries())
      await trie.put(receiptKey(index), encodeReceipt(receipt));
    return new ReceiptsTrie(trie);
  }

  /** What the header's `receiptsRoot` must be. */
  get root(): Hex {
    return bytesToHex(this.#trie.root());
  }

  /** The nodes from the root to the receipt at an index. */
  async prove(index: number): Promise<Hex[]> {
    const nodes = await createMerkleProof(this.#trie, receiptKey(index));
    return nodes.map((node) => bytesToHex(node));
  }
}

/** The receipt that the nodes prove at an index of the block with this `receiptsRoot`. Throws when they do not. */
export async function provenReceipt(root: Hex, index: number, nodes: readonly Hex[]): Promise<Receipt> {
  const value = await provenValue(root, receiptKey(index), nodes);
  if (value === null) throw new Error(`the block with receipts root ${root} has no receipt ${index}`);
  return decodeReceipt(value);
}
