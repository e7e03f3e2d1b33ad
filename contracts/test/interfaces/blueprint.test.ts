import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { describe, it } from "node:test";
import {
  type Abi,
  type AbiEvent,
  type AbiFunction,
  type AbiParameter,
  type Address,
  decodeEventLog,
  decodeFunctionResult,
  encodeFunctionData,
  type Hex,
  RawContractError,
  toEventSelector,
  toFunctionSelector,
} from "viem";
import {
  alice,
  capacity,
  fixture,
  join,
  publicClient,
  reason,
  type System,
  signal,
  slasher,
  source,
  taskType,
  tokens,
} from "../fixture.ts";
import { blueprint } from "./blueprint.ts";

const implementers = {
  ICapacitySignal: "registry",
  IBackpressurePool: "pool",
  IStakeManager: "stakeManager",
  IEscrowBuffer: "escrow",
} as const;

type Compiled = Record<string, { abi: Abi; evm: { methodIdentifiers: Record<string, string> } }>;

/** Compiles the text as a source of its own, so that its names do not meet those of the contracts. */
function compile(): Compiled {
  const require = createRequire(import.meta.url);
  const solc = require("solc") as { compile(input: string): string };
  const content = `// SPDX-License-Identifier: MIT\npragma solidity 0.8.30;\n${blueprint}`;
  const settings = { outputSelection: { "*": { "*": ["abi", "evm.methodIdentifiers"] } } };
  const input = { language: "Solidity", sources: { "blueprint.sol": { content } }, settings };
  const output = JSON.parse(solc.compile(JSON.stringify(input))) as {
    contracts?: Record<string, Compiled>;
    errors?: { severity: string; formattedMessage: string }[];
  };
  const errors = (output.errors ?? []).filter(({ severity }) => severity === "error");
  assert.deepEqual(errors, []);
  return output.contracts?.["blueprint.sol"] ?? {};
}

const compiled = compile();
const partsOf = <T extends "function" | "event">(name: string, type: T) =>
  (compiled[name]?.abi ?? []).filter((item): item is Extract<Abi[number], { type: T }> => item.type === type);

const samples: Record<string, unknown> = { bytes32: taskType, address: alice, uint256: 1n };
const sample = ({ type }: AbiParameter) => samples[type];

/** What a call gives back, or the data of its revert. */
async function answer(to: Address, data: Hex): Promise<{ ok: boolean; data: Hex }> {
  try {
    return { ok: true, data: (await publicClient.call({ to, data, account: alice })).data ?? "0x" };
  } catch (error) {
    const raw = error instanceof Error && "walk" in error ? findRaw(error) : undefined;
    return { ok: false, data: raw ?? "0x" };
  }
}

function findRaw(error: Error): Hex | undefined {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const data = cause instanceof RawContractError || "data" in cause ? cause.data : undefined;
    if (typeof data === "string") return data as Hex;
    if (typeof data === "object" && data !== null && "data" in data) return data.data as Hex;
  }
  return undefined;
}

/** One act of each kind, so that each event of the blueprint is emitted at least once. */
async function play(system: System): Promise<void> {
  const { stakeManager, pool, escrow } = system;
  await join(system, alice, tokens(400));
  await signal(system, alice, capacity(5));
  await pool.write.createPool([taskType]);
  await pool.write.rebalance([taskType]);
  await escrow.write.setBufferMax([taskType, tokens(10)]);
  await escrow.write.deposit([taskType, tokens(10)], { account: source });
  await escrow.write.drain([taskType]);
  await stakeManager.write.unstake([tokens(1)], { account: alice });
  await stakeManager.write.slash([alice, tokens(1), reason], { account: slasher });
}

async function logsOf(system: System, address: Address) {
  const from = BigInt(system.deployment.contracts.StakeManager.startBlock);
  return publicClient.getLogs({ address, fromBlock: from });
}

describe("the blueprint's interfaces, compiled as they are written there", () => {
  it("are the four, with fifteen functions and nine events", () => {
    assert.deepEqual(Object.keys(compiled).sort(), Object.keys(implementers).sort());
    const count = (type: "function" | "event") =>
      Object.keys(implementers).reduce((sum, name) => sum + partsOf(name, type).length, 0);
    assert.deepEqual([count("function"), count("event")], [15, 9]);
  });

  for (const [name, contract] of Object.entries(implementers)) {
    for (const item of partsOf(name, "function") as AbiFunction[]) {
      it(`${contract} answers ${item.name} with the blueprint's result`, async () => {
        const system = await fixture();
        const { address, abi } = system[contract];
        const own = (abi as Abi).find(
          (other) => other.type === "function" && toFunctionSelector(other) === toFunctionSelector(item),
        ) as AbiFunction | undefined;
        assert.equal(own?.stateMutability, item.stateMutability);
        const data = encodeFunctionData({ abi: [item], args: item.inputs.map(sample) });
        const given = await answer(address, data);
        assert.ok(
          given.ok || given.data.length >= 10,
          `${item.name} is not there: it reverts without a word`,
        );
        if (item.stateMutability === "view") {
          assert.ok(given.ok);
          assert.equal(given.data.length, 66);
          decodeFunctionResult({ abi: [item], data: given.data });
        }
      });
    }

    for (const item of partsOf(name, "event") as AbiEvent[]) {
      it(`${contract} emits ${item.name} with the blueprint's topic and fields`, async () => {
        const system = await fixture();
        await play(system);
        const logs = await logsOf(system, system[contract].address);
        const log = logs.find(({ topics }) => topics[0] === toEventSelector(item));
        assert.ok(log, `no ${item.name} in the log`);
        const { args } = decodeEventLog({ abi: [item], data: log.data, topics: log.topics, strict: true });
        assert.deepEqual(Object.keys(args ?? {}).sort(), item.inputs.map((input) => input.name ?? "").sort());
      });
    }
  }

  it("are not answered by a contract without them", async () => {
    const { pool } = await fixture();
    const [item] = partsOf("IStakeManager", "function") as [AbiFunction];
    const data = encodeFunctionData({ abi: [item], args: item.inputs.map(sample) });
    assert.deepEqual(await answer(pool.address, data), { ok: false, data: "0x" });
  });
});
