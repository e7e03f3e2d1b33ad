import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseAbi } from "viem";
import { deploy } from "../../scripts/deploy.ts";
import { bytes32, fixture, owner, publicClient, treasury, walletClient } from "../fixture.ts";

const names = [
  "StakeManager",
  "CapacityRegistry",
  "BackpressurePool",
  "EscrowBuffer",
  "Pipeline",
  "GeneralDistributionAgreementV1",
] as const;

const ownable = parseAbi(["function owner() view returns (address)"]);

describe("deploy", () => {
  it("says where every contract is, and from which block", async () => {
    const { deployment } = await fixture();
    assert.deepEqual(Object.keys(deployment.contracts), names);
    for (const name of names) {
      const { address, startBlock } = deployment.contracts[name];
      assert.ok(await publicClient.getCode({ address }), `${name} has no code at ${address}`);
      if (name === "GeneralDistributionAgreementV1") continue;
      const before = await publicClient.getCode({ address, blockNumber: BigInt(startBlock - 1) });
      assert.equal(before, undefined, `${name} is older than its start block`);
    }
    const { network, chainId } = deployment;
    assert.deepEqual(
      { network, chainId, treasury: deployment.treasury },
      { network: "local", chainId: 31337, treasury },
    );
    assert.deepEqual(JSON.parse(JSON.stringify(deployment)), deployment);
  });

  it("goes in the blueprint's order and joins the contracts", async () => {
    const { deployment, stakeManager, registry, pool, escrow, pipeline, token } = await fixture();
    const blocks = names.slice(0, 5).map((name) => deployment.contracts[name].startBlock);
    assert.deepEqual(
      blocks,
      blocks.toSorted((a, b) => a - b),
    );
    assert.equal(await stakeManager.read.getParam([bytes32("REGISTRY")]), BigInt(registry.address));
    assert.equal(await pool.read.getParam([bytes32("UNIT_SCALE")]), 10n ** 9n);
    assert.equal(await pool.read.registry(), registry.address);
    assert.equal(await escrow.read.pool(), pool.address);
    assert.equal(await escrow.read.token(), token.address);
    assert.equal(await pipeline.read.pool(), pool.address);
    for (const contract of [stakeManager, registry, pool, escrow, pipeline]) {
      assert.equal(
        await publicClient.readContract({ ...contract, abi: ownable, functionName: "owner" }),
        owner,
      );
    }
  });

  it("creates contracts that a public network takes: at most 24,576 bytes each, in less than 2^24 gas", async () => {
    const { deployment } = await fixture();
    for (const name of names.slice(0, 5)) {
      const { address, startBlock } = deployment.contracts[name];
      const code = await publicClient.getCode({ address });
      assert.ok(code && code.length / 2 - 1 <= 24_576, `${name} has ${code?.length} digits of code`);
      const block = await publicClient.getBlock({ blockNumber: BigInt(startBlock) });
      assert.ok(block.gasUsed < 2n ** 24n);
    }
  });

  it("tells its progress before each transaction", async () => {
    const { framework } = await fixture();
    const seen: [number, number, string][] = [];
    const first = await publicClient.getBlockNumber();
    const progress = (done: number, total: number, step: string) => void seen.push([done, total, step]);
    await deploy({ walletClient, publicClient, framework, treasury, network: "other", progress });
    assert.equal(BigInt(seen.length), (await publicClient.getBlockNumber()) - first);
    assert.deepEqual(
      seen.map(([done]) => done),
      seen.map((_, index) => index),
    );
    assert.ok(seen.every(([, total]) => total === seen.length));
  });
});
