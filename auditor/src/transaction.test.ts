import { bytesToHex, concat, keccak256, toHex } from "viem";
import { describe, expect, it } from "vitest";
import { encodeRlp } from "./rlp.ts";
import { chainIdOf, encodeTransaction, senderOf } from "./transaction.ts";

const source = toHex(5, { size: 32 });
const from = toHex(0xaa, { size: 20 });
const to = toHex(0xbb, { size: 20 });

describe("a deposit of an OP-stack chain", () => {
  // By the deposits' specification: 0x7e and RLP of sourceHash, from, to, mint, value, gas, isSystemTx, data
  const encoded = concat([
    "0x7e",
    bytesToHex(encodeRlp([source, from, to, "0x", "0x01", "0x0f4240", "0x", "0xabcd"])),
  ]);
  const deposit = {
    hash: keccak256(encoded),
    type: "0x7e",
    sourceHash: source,
    from,
    to,
    mint: null,
    value: "0x1",
    gas: "0xf4240",
    isSystemTx: false,
    input: "0xabcd",
  } as const;

  it("is encoded by its specification, and names its sender", async () => {
    expect(bytesToHex(encodeTransaction(deposit))).toBe(encoded);
    expect(await senderOf(encoded)).toBe(from);
    expect(chainIdOf(encoded)).toBeNull();
  });

  it("is refused when it does not hash to its hash", () => {
    expect(() => encodeTransaction({ ...deposit, value: "0x2" })).toThrow(/hashes to 0x/);
  });
});

describe("a transaction of an unknown type", () => {
  it("is refused", () => {
    expect(() => encodeTransaction({ hash: source, type: "0x6a" })).toThrow(
      /type 106, which cannot be proven/,
    );
  });
});
