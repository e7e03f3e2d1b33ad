import {
  concatBytes,
  type Hex,
  hexToBytes,
  hexToNumber,
  keccak256,
  parseTransaction,
  recoverTransactionAddress,
} from "viem";
import { decodeRlp, encodeRlp, type Item, integer } from "./rlp.ts";

type Access = { address: Hex; storageKeys: readonly Hex[] };
type Authorization = { chainId: Hex; address: Hex; nonce: Hex; yParity: Hex; r: Hex; s: Hex };

/** A transaction as a node answers it. */
export type RpcTransaction = Readonly<Record<string, unknown>> & { hash: Hex; type?: Hex | null };

const LEGACY = ["nonce", "gasPrice", "gas", "to", "value", "input", "v", "r", "s"];
const SIGNATURE = ["yParity", "r", "s"];
const CALL = ["gas", "to", "value", "input", "accessList"];
const FEES = ["chainId", "nonce", "maxPriorityFeePerGas", "maxFeePerGas"];
const DEPOSIT = 0x7e;

/** The fields of each type, in the order of its encoding. */
const FIELDS: Readonly<Record<number, readonly string[]>> = {
  0: LEGACY,
  1: ["chainId", "nonce", "gasPrice", ...CALL, ...SIGNATURE],
  2: [...FEES, ...CALL, ...SIGNATURE],
  3: [...FEES, ...CALL, "maxFeePerBlobGas", "blobVersionedHashes", ...SIGNATURE],
  4: [...FEES, ...CALL, "authorizationList", ...SIGNATURE],
  [DEPOSIT]: ["sourceHash", "from", "to", "mint", "value", "gas", "isSystemTx", "input"],
};
const BYTES = new Set(["to", "from", "input", "sourceHash"]);

/**
 * A transaction as the transactions trie holds it: types 0 to 4, and the deposits of OP-stack chains. Throws for other
 * types, and when the bytes do not hash to the transaction's hash.
 */
export function encodeTransaction(transaction: RpcTransaction): Uint8Array {
  const type = hexToNumber(transaction.type ?? "0x0");
  const fields = FIELDS[type];
  if (fields === undefined) {
    throw new Error(
      `transaction ${transaction.hash} is of type ${type}, which cannot be proven: audit at level 1`,
    );
  }
  const payload = encodeRlp(fields.map((name) => itemOf(transaction, name)));
  const encoded = type === 0 ? payload : concatBytes([Uint8Array.of(type), payload]);
  if (keccak256(encoded) === transaction.hash) return encoded;
  throw new Error(`transaction ${transaction.hash} as the RPC answers it hashes to ${keccak256(encoded)}`);
}

function itemOf(transaction: RpcTransaction, name: string): Item {
  const value = transaction[name] ?? (name === "yParity" ? transaction.v : undefined);
  if (name === "accessList") return ((value ?? []) as Access[]).map((a) => [a.address, [...a.storageKeys]]);
  if (name === "blobVersionedHashes") return [...(value as Hex[])];
  if (name === "authorizationList") return (value as Authorization[]).map(authorization);
  if (name === "isSystemTx") return value === true ? "0x01" : "0x";
  if (BYTES.has(name)) return (value ?? "0x") as Hex;
  return integer((value ?? "0x0") as Hex);
}

function authorization({ chainId, address, nonce, yParity, r, s }: Authorization): Item {
  return [integer(chainId), address, integer(nonce), integer(yParity), integer(r), integer(s)];
}

/** Who sent an encoded transaction, in lower case: its signer, or the sender that a deposit names. */
export async function senderOf(encoded: Hex): Promise<Hex> {
  if (hexToNumber(encoded.slice(0, 4) as Hex) === DEPOSIT) {
    const [, from] = decodeRlp(hexToBytes(encoded).subarray(1));
    return from as Hex;
  }
  const serializedTransaction = encoded as Parameters<
    typeof recoverTransactionAddress
  >[0]["serializedTransaction"];
  return (await recoverTransactionAddress({ serializedTransaction })).toLowerCase() as Hex;
}

/** The chain that an encoded transaction was signed for; null for a deposit, and for one that was signed for any. */
export function chainIdOf(encoded: Hex): number | null {
  if (hexToNumber(encoded.slice(0, 4) as Hex) === DEPOSIT) return null;
  return parseTransaction(encoded).chainId ?? null;
}
