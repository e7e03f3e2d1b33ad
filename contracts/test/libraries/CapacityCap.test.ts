import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fixture, tokens, viem } from "../fixture.ts";

const unit = tokens(1);

async function library() {
  await fixture();
  const { read } = await viem.deployContract("LibraryHarness");
  return (stake: bigint, precision: bigint) => read.capOf([stake, tokens(100), unit, precision]);
}

describe("CapacityCap.capOf", () => {
  it("is the root of the stake in units, rounded down", async () => {
    const capOf = await library();
    assert.equal(await capOf(tokens(100), 1n), 10n);
    assert.equal(await capOf(tokens(120), 1n), 10n);
    assert.equal(await capOf(tokens(121), 1n), 11n);
    assert.equal(await capOf(tokens(200), 10n ** 9n), 14_142_135_623n);
  });

  it("is zero below the minimum", async () => {
    const capOf = await library();
    assert.equal(await capOf(tokens(100) - 1n, 1n), 0n);
    assert.equal(await capOf(0n, 1n), 0n);
  });

  it("holds a stake of 128 bits at the finest precision", async () => {
    const capOf = await library();
    const stake = 2n ** 128n - 1n;
    const cap = await capOf(stake, 10n ** 18n);
    const square = (stake * 10n ** 36n) / unit;
    assert.ok(cap * cap <= square && (cap + 1n) * (cap + 1n) > square);
  });
});
