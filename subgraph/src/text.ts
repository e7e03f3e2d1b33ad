import { Bytes } from "@graphprotocol/graph-ts";

/**
 * The text in a left-aligned `bytes32`, e.g. "MISSED_REVEAL"; null when it is empty or has anything but printable ASCII
 * before its padding of zeros.
 */
export function textOf(bytes: Bytes): string | null {
  let length = bytes.length;
  while (length > 0 && bytes[length - 1] === 0) length--;
  if (length === 0) return null;

  let text = "";
  for (let i = 0; i < length; i++) {
    const code = bytes[i];
    if (code < 0x20 || code > 0x7e) return null;
    text += String.fromCharCode(code);
  }
  return text;
}

/** Text as a `bytes32`, left-aligned, e.g. `0x5354414b455f554e4954` and 22 zeros for STAKE_UNIT. */
export function paddedTo32(text: string): Bytes {
  const bytes = new Bytes(32);
  for (let i = 0; i < text.length; i++) bytes[i] = <u8>text.charCodeAt(i);
  return bytes;
}
