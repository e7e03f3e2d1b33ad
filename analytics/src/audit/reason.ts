import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Hex } from "./ChainLog.ts";
import type { Policy, Rule } from "./Policy.ts";

/** What a slash's reason says: its word, and how it says it; `word` is null where nobody can read it. */
export type Reason =
  | { readonly form: "ASCII" | "KECCAK"; readonly word: string }
  | { readonly form: "EMPTY" | "UNREADABLE"; readonly word: null };

/**
 * Reads a reason: printable ASCII left-aligned in 32 bytes, or the keccak-256 of a known word.
 * @param words the words whose hashes are known
 * @example readReason("0x4f5645525f434c41494d0000…", []) // { form: "ASCII", word: "OVER_CLAIM" }
 */
export function readReason(reason: Hex, words: readonly string[]): Reason {
  const digits = reason.slice(2).replace(/(?:00)+$/, "");
  if (/^0*$/.test(digits)) return { form: "EMPTY", word: null };
  const codes = (digits.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16));
  if (codes.every((code) => code >= 0x20 && code <= 0x7e)) {
    return { form: "ASCII", word: String.fromCharCode(...codes) };
  }
  const known = words.find((word) => wordHash(word) === reason);
  return known === undefined ? { form: "UNREADABLE", word: null } : { form: "KECCAK", word: known };
}

/** The rule of the policy behind a reason; null where it has none, or nobody can read the reason. */
export function ruleFor(reason: Hex, policy: Policy): Rule | null {
  const { word } = readReason(reason, Object.keys(policy.rules));
  return word !== null && Object.hasOwn(policy.rules, word) ? (policy.rules[word] ?? null) : null;
}

/** keccak-256 of a word's ASCII, as Solidity's `keccak256("WORD")`. */
export function wordHash(word: string): Hex {
  return `0x${bytesToHex(keccak_256(utf8ToBytes(word)))}`;
}
