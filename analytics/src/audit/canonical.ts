import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import canonicalize from "canonicalize";
import type { Hex } from "./ChainLog.ts";

/**
 * The canonical JSON of a value (RFC 8785): the same value gives the same bytes everywhere.
 * @throws Error for what JSON cannot hold
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined)
    throw new Error("There is no JSON for this value: give an object, a list or a scalar.");
  return text;
}

/** SHA-256 of a value's canonical JSON in UTF-8. */
export function hashOf(value: unknown): Hex {
  return `0x${bytesToHex(sha256(utf8ToBytes(canonicalJson(value))))}`;
}
