import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { maxUint128 } from "viem";
import { fixture, viem } from "../fixture.ts";

async function library() {
  await fixture();
  return viem.deployContract("LibraryHarness");
}

describe("FifoQueue", () => {
  it("grows at the tail and shrinks at the head", async () => {
    const { read, write } = await library();
    await write.push([10n]);
    await write.push([5n]);
    assert.deepEqual(await read.queue(), [0n, 15n]);
    await write.pop([12n]);
    assert.deepEqual(await read.queue(), [12n, 15n]);
    assert.equal(await read.length(), 3n);
  });

  it("puts back what was popped", async () => {
    const { read, write } = await library();
    await write.push([10n]);
    await write.pop([8n]);
    await write.putBack([3n]);
    assert.deepEqual(await read.queue(), [5n, 10n]);
  });

  it("refuses to pop more than waits, and to put back more than was popped", async () => {
    const { write, read } = await library();
    await write.push([10n]);
    await viem.assertions.revert(write.pop([11n]));
    await write.pop([10n]);
    await viem.assertions.revert(write.putBack([11n]));
    assert.equal(await read.length(), 0n);
  });

  it("refuses offsets beyond 128 bits", async () => {
    const harness = await library();
    await harness.write.push([maxUint128]);
    await viem.assertions.revertWithCustomErrorWithArgs(
      harness.write.push([1n]),
      harness,
      "SafeCastOverflowedUintDowncast",
      [128, maxUint128 + 1n],
    );
  });
});
