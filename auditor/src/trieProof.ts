import { createMerkleProof, createMPTFromProof } from "@ethereumjs/mpt";
import { bytesToHex, type Hex, hexToBytes, keccak256 } from "viem";
import { encodeRlp } from "./rlp.ts";

/** The root of a trie that holds nothing. */
export const emptyRoot: Hex = keccak256(encodeRlp("0x"));

/** A key's place in a trie: the nodes from the root to it, and its value; null when the nodes prove that it has none. */
export type TrieProof = { nodes: Hex[]; value: Hex | null };

/**
 * Follows a key from the root through the given nodes. The answer's `nodes` are those on the way and no others,
 * without such as stand inside their parent: of one key under one root there is one such list. Throws when a node is
 * missing or is not what its parent says.
 */
export async function follow(root: Hex, key: Uint8Array, nodes: readonly Hex[]): Promise<TrieProof> {
  if (root === emptyRoot) return { nodes: [], value: null };
  const bytes = nodes.map((node) => hexToBytes(node));
  try {
    const trie = await createMPTFromProof(bytes, { root: hexToBytes(root) });
    const value = await trie.get(key, true);
    const path = await createMerkleProof(trie, key);
    const hashed = path.filter((node, depth) => depth === 0 || node.length >= 32);
    return { nodes: hashed.map((node) => bytesToHex(node)), value: value && bytesToHex(value) };
  } catch (cause) {
    throw new Error(`the nodes do not lead from the root ${root} to the key ${bytesToHex(key)}`, { cause });
  }
}

/**
 * The value that the nodes prove for a key; null when they prove that it has none. Throws when they prove nothing, and
 * when they are not exactly the nodes on the way.
 */
export async function provenValue(root: Hex, key: Uint8Array, nodes: readonly Hex[]): Promise<Hex | null> {
  const found = await follow(root, key, nodes);
  if (found.nodes.length === nodes.length && found.nodes.every((node, i) => node === nodes[i])) {
    return found.value;
  }
  throw new Error(`the proof of the key ${bytesToHex(key)} holds other nodes than those on the way to it`);
}
