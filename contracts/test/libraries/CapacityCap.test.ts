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

  it("is the root of a big-integer model, over sizes of every number of bits", async () => {
    await fixture();
    const { read } = await viem.deployContract("LibraryHarness");
    let state = 0x9e3779b97f4a7c15n;
    const random = (bits: bigint) => {
      state = (state * 6364136223846793005n + 1442695040888963407n) % 2n ** 64n;
      return (((state ** 3n) >> 5n) ^ state) % 2n ** bits;
    };
    for (let bits = 1n; bits <= 128n; bits++) {
      const stake = 2n ** (bits - 1n) + random(bits - 1n);
      const stakeUnit = 1n + (random(90n) % 10n ** 27n);
      const precision = 1n + (random(60n) % 10n ** 18n);
      const cap = await read.capOf([stake, 0n, stakeUnit, precision]);
      assert.equal(cap, root((stake * precision ** 2n) / stakeUnit), `${stake} ${stakeUnit} ${precision}`);
    }
  });
});

/** The integer root by halving, of a number of any size. */
function root(square: bigint): bigint {
  let [low, high] = [0n, 1n];
  while (high * high <= square) high *= 2n;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (middle * middle <= square) low = middle;
    else high = middle;
  }
  return low;
}
