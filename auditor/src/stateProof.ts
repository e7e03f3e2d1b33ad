import { type Hex, hexToBytes, keccak256 } from "viem";
import { decodeRlp } from "./rlp.ts";
import { follow, provenValue } from "./trieProof.ts";

/** An account as `eth_getProof` answers it, with the words of some slots. */
export type RpcProof = {
  accountProof: readonly Hex[];
  storageProof: readonly { key: Hex; proof: readonly Hex[] }[];
};

/** What a state root says of an account. */
export type Account = { storageRoot: Hex; codeHash: Hex };

const secured = (key: Hex): Uint8Array => hexToBytes(keccak256(key));

/** The account that the nodes prove under a state root. Throws when they prove none. */
export async function provenAccount(stateRoot: Hex, address: Hex, nodes: readonly Hex[]): Promise<Account> {
  const value = await provenValue(stateRoot, secured(address), nodes);
  if (value === null) throw new Error(`there is no account ${address} under the state root ${stateRoot}`);
  const items = decodeRlp(hexToBytes(value));
  const [, , storageRoot, codeHash] = Array.isArray(items) ? items : [];
  if (typeof storageRoot !== "string" || typeof codeHash !== "string") {
    throw new Error(`what stands at ${address} under the state root ${stateRoot} is no account`);
  }
  return { storageRoot, codeHash };
}

/** The whole word of a slot that the nodes prove under a storage root; 0 where they prove that nothing is stored. */
export async function provenWord(storageRoot: Hex, slot: Hex, nodes: readonly Hex[]): Promise<bigint> {
  const value = await provenValue(storageRoot, secured(slot), nodes);
  if (value === null) return 0n;
  const word = decodeRlp(hexToBytes(value));
  if (typeof word !== "string") throw new Error(`slot ${slot} holds a list instead of a word`);
  return BigInt(word);
}

/** The nodes of an answer to `eth_getProof` that are on the way, with what they prove. Throws when they prove nothing. */
export async function trimmed(stateRoot: Hex, address: Hex, answer: RpcProof) {
  const account = await follow(stateRoot, secured(address), answer.accountProof);
  const { storageRoot, codeHash } = await provenAccount(stateRoot, address, account.nodes);
  const slots = await Promise.all(
    answer.storageProof.map(async ({ key, proof }) => {
      const { nodes } = await follow(storageRoot, secured(key), proof);
      return { slot: key, nodes, word: await provenWord(storageRoot, key, nodes) };
    }),
  );
  return { nodes: account.nodes, codeHash, slots };
}
