import type { Hex } from "@manometer/analytics/audit/ChainLog";

/** The Slashed log that an id names. */
export type SlashPlace = { transactionHash: Hex; logIndex: number };

/**
 * Reads the id of a slash: transaction hash ++ log index as 4 bytes, little-endian. Throws for anything else.
 * @example placeOf("0x5c…e603000000") // { transactionHash: "0x5c…e6", logIndex: 3 }
 */
export function placeOf(slashId: string): SlashPlace {
  const digits = /^0x([0-9a-f]{64})([0-9a-f]{8})$/.exec(slashId.toLowerCase());
  const [, hash, index] = digits ?? [];
  if (hash === undefined || index === undefined) {
    throw new Error(
      `"${slashId}" is no slash id: it is 0x and 72 hex digits, transaction hash and log index`,
    );
  }
  const bytes = index.match(/../g) ?? [];
  return { transactionHash: `0x${hash}`, logIndex: Number.parseInt(bytes.reverse().join(""), 16) };
}
