import { createMerkleProof, createMPT, type MerklePatriciaTrie } from "@ethereumjs/mpt";
import { bytesToHex, type Hex } from "viem";
import { encodeRlp, integer } from "./rlp.ts";
import { provenValue } from "./trieProof.ts";

/** The key of an item in a block's trie: RLP of its index, so 0x80 for the first. */
export function indexKey(index: number): Uint8Array {
  return encodeRlp(integer(index));
}

/** A block's trie of receipts or of transactions, which proves any of them against the root in the header. */
export class IndexTrie {
  readonly #trie: MerklePatriciaTrie;

  private constructor(trie: MerklePatriciaTrie) {
    this.#trie = trie;
  }

  /** Builds the trie from all items of a block, encoded, in their order. */
  static async of(items: readonly Uint8Array[]): Promise<IndexTrie> {
    const trie = await createMPT();
    for (const [index, item] of items.entries()) await trie.put(indexKey(index), item);
    return new IndexTrie(trie);
  }

  /** What the header must say. */
  get root(): Hex {
    return bytesToHex(this.#trie.root());
  }

  /** The nodes from the root to the item at an index. */
  async prove(index: number): Promise<Hex[]> {
    const nodes = await createMerkleProof(this.#trie, indexKey(index));
    return nodes.map((node) => bytesToHex(node));
  }
}

/** The encoded item that the nodes prove at an index under a root. Throws when they do not. */
export async function provenItem(root: Hex, index: number, nodes: readonly Hex[]): Promise<Hex> {
  const value = await provenValue(root, indexKey(index), nodes);
  if (value !== null) return value;
  throw new Error(`there is nothing at index ${index} under the root ${root}`);
}
