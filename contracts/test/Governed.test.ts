import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { getContract } from "viem";
import { artifacts } from "../scripts/artifacts.ts";
import {
  bytes32,
  emits,
  fixture,
  owner,
  publicClient,
  reverts,
  stranger,
  treasury,
  walletClient,
} from "./fixture.ts";

type Row = { key: string; initial: bigint; min: bigint; max: bigint };
type Contract = keyof typeof artifacts;

const addresses = 2n ** 160n - 1n;
const params: Record<Contract, Row[]> = {
  StakeManager: [
    { key: "CAPACITY_PRECISION", initial: 10n ** 9n, min: 10n ** 9n, max: 10n ** 9n },
    { key: "MIN_SINK_STAKE", initial: 100n * 10n ** 18n, min: 1n, max: 10n ** 27n },
    { key: "STAKE_UNIT", initial: 10n ** 18n, min: 1n, max: 10n ** 27n },
    { key: "UNBONDING_DELAY", initial: 0n, min: 0n, max: 30n * 86_400n },
    { key: "TREASURY", initial: BigInt(treasury), min: 1n, max: addresses },
    { key: "REGISTRY", initial: 0n, min: 0n, max: addresses },
  ],
  CapacityRegistry: [
    { key: "EWMA_ALPHA_BPS", initial: 3000n, min: 1n, max: 10_000n },
    { key: "COMMIT_TIMEOUT", initial: 20n, min: 1n, max: 100_000n },
    { key: "MAX_SINKS", initial: 64n, min: 1n, max: 64n },
  ],
  BackpressurePool: [
    { key: "REBALANCE_THRESHOLD_BPS", initial: 500n, min: 1n, max: 10_000n },
    { key: "UNIT_SCALE", initial: 10n ** 18n, min: 10n ** 6n, max: 10n ** 18n },
    { key: "TREASURY", initial: BigInt(treasury), min: 1n, max: addresses },
  ],
  EscrowBuffer: [{ key: "DRAIN_RATE_PER_CAPACITY", initial: 0n, min: 0n, max: 10n ** 27n }],
  Pipeline: [{ key: "MAX_STAGES", initial: 8n, min: 2n, max: 32n }],
};
const names = Object.keys(params) as Contract[];

/** One of the five, through the part of the ABI that all of them share. */
async function governed(name: Contract) {
  const { deployment } = await fixture();
  const { address, startBlock } = deployment.contracts[name];
  const client = { public: publicClient, wallet: walletClient };
  return { contract: getContract({ address, abi: artifacts.StakeManager.abi, client }), startBlock };
}

for (const name of names) {
  describe(`${name}'s parameters`, () => {
    it("are in the log from the constructor on", async () => {
      const { contract, startBlock } = await governed(name);
      const block = BigInt(startBlock);
      const logs = await contract.getEvents.ParamUpdated({}, { fromBlock: block, toBlock: block });
      assert.deepEqual(
        logs.map((log) => log.args),
        params[name].map(({ key, initial }) => ({ key: bytes32(key), oldValue: 0n, newValue: initial })),
      );
    });

    it("take both of their bounds, and say so", async () => {
      for (const { key, min, max } of params[name]) {
        const { contract } = await governed(name);
        for (const value of [min, max]) {
          const old = await contract.read.getParam([bytes32(key)]);
          const update = contract.write.setParam([bytes32(key), value]);
          await emits(update, contract, "ParamUpdated", [bytes32(key), old, value]);
          assert.equal(await contract.read.getParam([bytes32(key)]), value);
        }
      }
    });

    it("take nothing outside their bounds", async () => {
      const { contract } = await governed(name);
      for (const { key, min, max } of params[name]) {
        for (const value of min === 0n ? [max + 1n] : [min - 1n, max + 1n]) {
          const update = contract.write.setParam([bytes32(key), value]);
          await reverts(update, contract, "Governed_ParamOutOfBounds", [bytes32(key), value, min, max]);
        }
      }
    });

    it("are known by name, and set by the owner alone", async () => {
      const { contract } = await governed(name);
      const [{ key, min }] = params[name] as [Row];
      const typo = bytes32("EWMA_ALPHA");
      await reverts(contract.write.setParam([typo, 1n]), contract, "Governed_UnknownParam", [typo]);
      await reverts(contract.read.getParam([typo]), contract, "Governed_UnknownParam", [typo]);
      const foreign = contract.write.setParam([bytes32(key), min], { account: stranger });
      await reverts(foreign, contract, "OwnableUnauthorizedAccount", [stranger]);
    });

    it("pass to a new owner in two steps", async () => {
      const { contract } = await governed(name);
      assert.equal(await contract.read.owner(), owner);
      const offer = contract.write.transferOwnership([stranger]);
      await emits(offer, contract, "OwnershipTransferStarted", [owner, stranger]);
      assert.equal(await contract.read.owner(), owner);
      const acceptance = contract.write.acceptOwnership({ account: stranger });
      await emits(acceptance, contract, "OwnershipTransferred", [owner, stranger]);
      const old = contract.write.transferOwnership([owner]);
      await reverts(old, contract, "OwnableUnauthorizedAccount", [owner]);
    });
  });
}
