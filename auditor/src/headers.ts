import type { BundleHeader } from "@manometer/analytics/audit/Bundle";
import { hexToBytes } from "viem";
import { decodeHeader, type Header } from "./header.ts";

/**
 * Reads the headers of a bundle, and gives each by its number. Throws when one is no header, is not the one that it is
 * said to be, or is out of order; and what it gives throws for a number that is not there.
 */
export function headersIn(headers: readonly BundleHeader[]): (blockNumber: number) => Header {
  const byNumber = new Map<number, Header>();
  let last = -1;
  for (const { blockNumber, blockHash, rlp } of headers) {
    const header = decodeHeader(hexToBytes(rlp));
    if (header.number !== blockNumber || header.hash !== blockHash) {
      throw new Error(
        `the header of block ${blockNumber} is that of block ${header.number} with hash ${header.hash}`,
      );
    }
    if (blockNumber <= last) throw new Error(`the header of block ${blockNumber} is out of order`);
    last = blockNumber;
    byNumber.set(blockNumber, header);
  }
  return (blockNumber) => {
    const header = byNumber.get(blockNumber);
    if (header === undefined) throw new Error(`the header of block ${blockNumber} is missing`);
    return header;
  };
}

/**
 * Follows the headers from the newest, which the trusted hash has to be of, down to the oldest through each parent's
 * hash. Throws where a link is missing.
 */
export function checkLinks(headers: readonly BundleHeader[], trustedHash: BundleHeader["blockHash"]): void {
  const newest = headers.at(-1);
  if (newest?.blockHash !== trustedHash) {
    throw new Error(
      `the trusted hash is not that of the bundle's newest block ${newest?.blockNumber}, which is ${newest?.blockHash}: take the hash of that block from a node of your own`,
    );
  }
  const headerAt = headersIn(headers);
  for (const [i, { blockNumber, blockHash }] of headers.slice(0, -1).entries()) {
    const next = headers[i + 1]?.blockNumber ?? blockNumber;
    if (next !== blockNumber + 1) {
      throw new Error(
        `the headers between block ${blockNumber} and block ${next} are not in the bundle, so that the trusted hash does not reach back: verify with --rpc, or save the bundle with --offline`,
      );
    }
    if (headerAt(next).parentHash !== blockHash)
      throw new Error(`block ${next} does not follow block ${blockNumber}`);
  }
}
