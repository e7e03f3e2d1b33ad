import { bytesToHex, concat, type Hex, toHex } from "viem";
import { describe, expect, it } from "vitest";
import { decodeReceipt, encodeReceipt, type Log, type RpcReceipt } from "./receipt.ts";

const hash = toHex(1, { size: 32 });
const noBloom = toHex(0, { size: 256 });
const bare: RpcReceipt = {
  transactionHash: hash,
  transactionIndex: "0x0",
  from: toHex(1, { size: 20 }),
  blockHash: hash,
  blockNumber: "0x1",
  type: "0x0",
  status: "0x1",
  cumulativeGasUsed: "0x5208",
  logsBloom: noBloom,
  logs: [],
};
// The deposit that the implementations of OP-stack clients test with: gas 46913, nonce 4012991
const deposit: RpcReceipt = { ...bare, type: "0x7e", cumulativeGasUsed: "0xb741", depositNonce: "0x3d3bbf" };

describe("an encoded receipt", () => {
  it("is RLP when legacy, and follows its type otherwise", () => {
    const legacy = concat(["0xf90108", "0x01", "0x825208", "0xb90100", noBloom, "0xc0"]);
    expect(bytesToHex(encodeReceipt(bare))).toBe(legacy);
    for (const type of ["0x1", "0x2", "0x3", "0x4"] as const) {
      expect(bytesToHex(encodeReceipt({ ...bare, type }))).toBe(
        concat([toHex(Number(type), { size: 1 }), legacy]),
      );
    }
  });

  it("holds nothing for a failure, and the state root from before Byzantium", () => {
    const failed = bytesToHex(encodeReceipt({ ...bare, status: "0x0" }));
    expect(failed.startsWith("0xf9010880825208")).toBe(true);
    expect(decodeReceipt(failed).isSuccess).toBe(false);
    const old = bytesToHex(encodeReceipt({ ...bare, status: null, root: hash }));
    expect(old.startsWith(`0xf90128a0${hash.slice(2)}825208`)).toBe(true);
    expect(decodeReceipt(old).isSuccess).toBeNull();
  });

  it("of an OP-stack deposit holds nonce and version from Canyon on", () => {
    const canyon = encodeReceipt({ ...deposit, depositReceiptVersion: "0x1" });
    const expected = concat(["0x7e", "0xf9010d0182b741b90100", noBloom, "0xc0833d3bbf01"]);
    expect(bytesToHex(canyon)).toBe(expected);
    expect(decodeReceipt(expected)).toEqual({ type: 0x7e, isSuccess: true, logs: [] });
  });

  it("of an OP-stack deposit leaves the nonce out before Canyon, as the trie does", () => {
    const regolith: Hex = concat(["0x7e", "0xf901080182b741b90100", noBloom, "0xc0"]);
    expect(bytesToHex(encodeReceipt(deposit))).toBe(regolith);
  });

  it("gives its logs back", () => {
    const log = {
      address: toHex(7, { size: 20 }),
      topics: [hash, toHex(2, { size: 32 })],
      data: "0x00ff",
    } satisfies Log;
    const encoded = bytesToHex(encodeReceipt({ ...bare, type: "0x2", logs: [{ ...log, logIndex: "0x0" }] }));
    expect(decodeReceipt(encoded)).toEqual({ type: 2, isSuccess: true, logs: [log] });
  });

  it("is refused when the bytes are something else", () => {
    expect(() => decodeReceipt("0x80")).toThrow(/is no receipt/);
    expect(() => decodeReceipt("0x02c3010203")).toThrow(/is no receipt/);
    expect(() => decodeReceipt("0xf901")).toThrow();
  });
});
