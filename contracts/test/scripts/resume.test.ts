import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { deploy } from "../../scripts/deploy.ts";
import { Journal } from "../../scripts/Journal.ts";
import type { Framework } from "../../scripts/superfluid.ts";
import { verify } from "../../scripts/verify.ts";
import { bytes32, fixture, owner, publicClient, stranger, treasury, viem, walletClient } from "../fixture.ts";

const clients = { walletClient, publicClient };
const folder = mkdtempSync(join(tmpdir(), "manometer-journal-"));
after(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const newFile = () => join(folder, `${files++}.json`);
const open = (file: string) => Journal.open(file, 31337, owner);

/** Deploys until the given step begins, as if the process had ended there. */
async function failAt(step: number, file: string): Promise<Framework> {
  const { framework } = await fixture();
  const progress = (done: number) => {
    if (done === step) throw new Error("the power is gone");
  };
  const attempt = deploy({ ...clients, framework, treasury, journal: open(file), progress });
  await assert.rejects(attempt, /the power is gone/);
  return framework;
}

async function goOn(framework: Framework, file: string) {
  const count = () => publicClient.getTransactionCount({ address: owner });
  const before = await count();
  const deployment = await deploy({ ...clients, framework, treasury, journal: open(file) });
  return { deployment, transactions: (await count()) - before };
}

describe("deploy given a journal", () => {
  for (const step of [0, 1, 3, 5, 6]) {
    it(`goes on from step ${step} after a failure there, and does nothing twice`, async () => {
      const file = newFile();
      const framework = await failAt(step, file);
      const { deployment, transactions } = await goOn(framework, file);
      assert.equal(transactions, 7 - step);
      await verify(clients, deployment);
    });
  }

  it("does nothing when all is done, and gives the same answer", async () => {
    const file = newFile();
    const framework = await failAt(0, file);
    const { deployment } = await goOn(framework, file);
    const again = await goOn(framework, file);
    assert.equal(again.transactions, 0);
    assert.deepEqual(again.deployment, deployment);
  });

  it("finds a creation that was sent when the process ended before it heard of it", async () => {
    const file = newFile();
    const framework = await failAt(2, file);
    const journal = open(file);
    const { hash: _unheard, ...begun } = journal.creation("CapacityRegistry") ?? assert.fail("no creation");
    journal.record("CapacityRegistry", begun);
    const { deployment, transactions } = await goOn(framework, file);
    assert.equal(transactions, 5);
    assert.equal(deployment.contracts.CapacityRegistry.address, begun.address);
    await verify(clients, deployment);
  });

  it("sends a creation again that never came to be", async () => {
    const file = newFile();
    const framework = await failAt(1, file);
    open(file).record("CapacityRegistry", { address: stranger, startBlock: 1 });
    const { deployment, transactions } = await goOn(framework, file);
    assert.equal(transactions, 6);
    assert.notEqual(deployment.contracts.CapacityRegistry.address, stranger);
  });

  it("refuses the journal of another chain or deployer", () => {
    const file = newFile();
    open(file).record("StakeManager", { address: stranger, startBlock: 1 });
    assert.ok(existsSync(file) && JSON.parse(readFileSync(file, "utf8")));
    assert.throws(() => Journal.open(file, 8453, owner), /is of chain 31337 .* not of 8453/);
    assert.throws(() => Journal.open(file, 31337, stranger), /name another journal/);
  });
});

describe("verify", () => {
  it("accepts a fresh deployment", async () => {
    const { framework } = await fixture();
    await verify(clients, await deploy({ ...clients, framework, treasury }));
  });

  it("names every parameter and owner that differs", async () => {
    const { framework } = await fixture();
    const deployment = await deploy({ ...clients, framework, treasury });
    const registry = await viem.getContractAt(
      "CapacityRegistry",
      deployment.contracts.CapacityRegistry.address,
    );
    await registry.write.setParam([bytes32("MAX_SINKS"), 7n]);
    const pipeline = await viem.getContractAt("Pipeline", deployment.contracts.Pipeline.address);
    await pipeline.write.transferOwnership([stranger]);
    await pipeline.write.acceptOwnership({ account: stranger });
    await assert.rejects(verify(clients, deployment), (error: Error) => {
      assert.match(error.message, /CapacityRegistry\.MAX_SINKS is 7, expected 64/);
      assert.match(error.message, new RegExp(`Pipeline is owned by ${stranger}, expected ${owner}`));
      return true;
    });
  });

  it("compares the code with its immutables, and misses none", async () => {
    const { framework, deployment } = await fixture();
    const other = await deploy({ ...clients, framework, treasury });
    const { EscrowBuffer, Pipeline } = other.contracts;
    const mixed = { ...deployment, contracts: { ...deployment.contracts, EscrowBuffer } };
    await assert.rejects(verify(clients, mixed), /the code of EscrowBuffer at 0x\w+ is not the compiled one/);
    const absent = { ...Pipeline, address: stranger };
    const missing = { ...deployment, contracts: { ...deployment.contracts, Pipeline: absent } };
    await assert.rejects(verify(clients, missing), /the code of Pipeline at 0x\w+ is missing/);
  });
});
