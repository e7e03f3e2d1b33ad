import { concatBytes, type Hex, hexToBytes, hexToNumber } from "viem";
import { decodeRlp, encodeRlp, type Item, integer } from "./rlp.ts";

/** A log as a receipt holds it. */
export type Log = { address: Hex; topics: Hex[]; data: Hex };

/** A receipt as a node answers it; the last two fields are those of a deposit on an OP-stack chain. */
export type RpcReceipt = {
  transactionHash: Hex;
  transactionIndex: Hex;
  from: Hex;
  blockHash: Hex;
  blockNumber: Hex;
  type?: Hex | null;
  status?: Hex | null;
  root?: Hex | null;
  cumulativeGasUsed: Hex;
  logsBloom: Hex;
  logs: readonly (Log & { logIndex: Hex })[];
  depositNonce?: Hex | null;
  depositReceiptVersion?: Hex | null;
};

/** What an encoded receipt says. A receipt from before Byzantium holds no status. */
export type Receipt = { type: number; isSuccess: boolean | null; logs: Log[] };

const DEPOSIT = 0x7e;
const HIGHEST_TYPE = 0x7f;

/**
 * A receipt as the receipts trie holds it: RLP, after one byte of type unless it is legacy. A deposit's holds nonce
 * and version from Canyon on; before, the trie leaves its nonce out.
 */
export function encodeReceipt(receipt: RpcReceipt): Uint8Array {
  const type = receipt.type ? hexToNumber(receipt.type) : 0;
  const items: Item[] = [
    receipt.root ?? integer(receipt.status ?? "0x0"),
    integer(receipt.cumulativeGasUsed),
    receipt.logsBloom,
    receipt.logs.map(({ address, topics, data }) => [address, [...topics], data]),
  ];
  if (type === DEPOSIT && receipt.depositReceiptVersion) {
    items.push(integer(receipt.depositNonce ?? "0x0"), integer(receipt.depositReceiptVersion));
  }
  const payload = encodeRlp(items);
  return type === 0 ? payload : concatBytes([Uint8Array.of(type), payload]);
}

/** What a receipt of the trie says. Throws when the bytes are no receipt. */
export function decodeReceipt(encoded: Hex): Receipt {
  const bytes = hexToBytes(encoded);
  const first = bytes[0] ?? 0;
  const type = first <= HIGHEST_TYPE ? first : 0;
  const items = decodeRlp(type === 0 ? bytes : bytes.subarray(1));
  const [status, , , logs] = Array.isArray(items) ? items : [];
  if (typeof status !== "string" || !Array.isArray(logs))
    throw new Error(`${encoded.slice(0, 40)}… is no receipt`);
  return { type, isSuccess: status.length > 4 ? null : status === "0x01", logs: logs.map(toLog) };
}

function toLog(item: Item): Log {
  const [address, topics, data] = Array.isArray(item) ? item : [];
  const isWhole = typeof address === "string" && Array.isArray(topics) && typeof data === "string";
  if (!isWhole) throw new Error("a receipt holds what is no log");
  return { address, topics: topics.map((topic) => topic as Hex), data };
}
