import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { maxUint128 } from "viem";
import { fixture, viem } from "../fixture.ts";

async function library() {
  await fixture();
  const { read } = await viem.deployContract("LibraryHarness");
  return (old: bigint, sample: bigint, alphaBps: bigint) => read.next([old, sample, alphaBps]);
}

describe("Ewma.next", () => {
  it("weighs the sample by α and the past by the rest", async () => {
    const next = await library();
    assert.equal(await next(1000n, 2000n, 3000n), 1300n);
    assert.equal(await next(2000n, 1000n, 3000n), 1700n);
  });

  it("rounds down", async () => {
    const next = await library();
    assert.equal(await next(0n, 3n, 3000n), 0n);
    assert.equal(await next(7n, 10n, 3000n), 7n);
    assert.equal(await next(8n, 10n, 3000n), 8n);
  });

  it("is the sample at α = 10000", async () => {
    const next = await library();
    assert.equal(await next(999n, 5n, 10_000n), 5n);
  });

  it("holds the largest values", async () => {
    const next = await library();
    assert.equal(await next(maxUint128, maxUint128, 3000n), maxUint128);
  });
});
