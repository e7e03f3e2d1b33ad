import { type Hex, hexToNumber, keccak256 } from "viem";
import { decodeRlp, encodeRlp, type Item, integer } from "./rlp.ts";

/** A block as a node answers it; fields that came with later forks are missing in older blocks. */
export type RpcBlock = Readonly<Record<string, unknown>> & { hash: Hex; number: Hex };

/** What a proof needs of a header, all of it bound by its hash. */
export type Header = {
  hash: Hex;
  parentHash: Hex;
  number: number;
  timestamp: number;
  stateRoot: Hex;
  transactionsRoot: Hex;
  receiptsRoot: Hex;
};

type Field = { name: string; isNumber: boolean };

const bytes = (name: string): Field => ({ name, isNumber: false });
const number = (name: string): Field => ({ name, isNumber: true });

/** In the order of the encoding; those from `baseFeePerGas` on came with the forks, one after another. */
const FIELDS: readonly Field[] = [
  ...["parentHash", "sha3Uncles", "miner", "stateRoot", "transactionsRoot", "receiptsRoot", "logsBloom"].map(
    bytes,
  ),
  ...["difficulty", "number", "gasLimit", "gasUsed", "timestamp"].map(number),
  ...["extraData", "mixHash", "nonce"].map(bytes),
  number("baseFeePerGas"),
  bytes("withdrawalsRoot"),
  number("blobGasUsed"),
  number("excessBlobGas"),
  bytes("parentBeaconBlockRoot"),
  bytes("requestsHash"),
];
const FIRST_OPTIONAL = 15;

/**
 * The RLP of a block's header, of any fork from Frontier to Prague. Throws when a field is missing between others, and
 * when the header does not hash to the block's hash: the node is wrong, or its chain has fields that we do not know.
 */
export function encodeHeader(block: RpcBlock): Uint8Array {
  const present = FIELDS.filter(({ name }) => block[name] !== undefined && block[name] !== null);
  const missing = FIELDS.find(
    (field, i) => (i < FIRST_OPTIONAL || i < present.length) && !present.includes(field),
  );
  if (missing) throw new Error(`block ${block.hash} as the RPC answers it has no ${missing.name}`);

  const items: Item[] = present.map(({ name, isNumber }) => {
    const value = block[name] as Hex;
    return isNumber ? integer(value) : value;
  });
  const encoded = encodeRlp(items);
  if (keccak256(encoded) === block.hash) return encoded;
  throw new Error(
    `the header of block ${hexToNumber(block.number)} hashes to ${keccak256(encoded)}, the RPC says ${block.hash}: its answer is wrong, or the chain has header fields beyond Prague's`,
  );
}

/** What an encoded header says. Throws when it is not a list of as many items as a header has. */
export function decodeHeader(encoded: Uint8Array): Header {
  const items = decodeRlp(encoded);
  if (!Array.isArray(items) || items.length < FIRST_OPTIONAL || items.some(Array.isArray)) {
    throw new Error("these bytes are no block header");
  }
  const item = (name: string) => items[FIELDS.findIndex((field) => field.name === name)] as Hex;
  const count = (name: string) => Number(BigInt(item(name) === "0x" ? 0 : item(name)));
  return {
    hash: keccak256(encoded),
    parentHash: item("parentHash"),
    number: count("number"),
    timestamp: count("timestamp"),
    stateRoot: item("stateRoot"),
    transactionsRoot: item("transactionsRoot"),
    receiptsRoot: item("receiptsRoot"),
  };
}
