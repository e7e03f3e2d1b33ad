import { createRequire } from "node:module";
import hardhatNetworkHelpers from "@nomicfoundation/hardhat-network-helpers";
import hardhatNodeTestRunner from "@nomicfoundation/hardhat-node-test-runner";
import hardhatViem from "@nomicfoundation/hardhat-viem";
import hardhatViemAssertions from "@nomicfoundation/hardhat-viem-assertions";
import { defineConfig, overrideTask } from "hardhat/config";
import type { EdrNetworkUserConfig } from "hardhat/types/config";

// Hardhat asks nobody outside this machine: no telemetry, and no banner fetched for a terminal
process.env.HARDHAT_DISABLE_TELEMETRY = "true";
process.env.CI ??= "true";

/** The date of block 0 from `MANOMETER_CHAIN_START` (unix seconds); now when it is not set. */
function chainStart(): { initialDate?: Date } {
  const text = process.env.MANOMETER_CHAIN_START;
  if (text === undefined || text === "") return {};
  if (!/^\d{1,12}$/.test(text)) {
    throw new Error(
      `MANOMETER_CHAIN_START is "${text}", expected unix seconds such as 1700000000: correct it`,
    );
  }
  return { initialDate: new Date(Number(text) * 1000) };
}

/** How often each Solidity property and campaign runs, from `MANOMETER_FUZZ_RUNS`; 256 when it is not set. */
function fuzzRuns(): number {
  const text = process.env.MANOMETER_FUZZ_RUNS ?? "256";
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new Error(`MANOMETER_FUZZ_RUNS is "${text}", expected a count such as 10000: correct it`);
}

const localChain: EdrNetworkUserConfig = {
  type: "edr-simulated",
  chainType: "l1",
  chainId: 31337,
  hardfork: "prague",
  allowUnlimitedContractSize: true,
  blockGasLimit: 60_000_000,
  accounts: { count: 40 },
  mining: { auto: true, mempool: { order: "fifo" } },
  ...chainStart(),
};

export default defineConfig({
  plugins: [hardhatViem, hardhatViemAssertions, hardhatNetworkHelpers, hardhatNodeTestRunner],
  solidity: {
    version: "0.8.30",
    path: createRequire(import.meta.url).resolve("solc/soljson.js"),
    settings: {
      evmVersion: "cancun",
      optimizer: { enabled: true, runs: 200 },
      outputSelection: { "*": { "*": ["storageLayout"] } },
    },
  },
  paths: { sources: "./src" },
  test: {
    solidity: {
      fsPermissions: { readFile: ["cache/superfluid.txt"] },
      gasLimit: 2n ** 40n,
      blockGasLimit: false,
      transactionGasCap: false,
      fuzz: { runs: fuzzRuns() },
      invariant: { runs: fuzzRuns(), depth: 64, failOnRevert: false },
    },
  },
  tasks: [
    overrideTask(["test", "solidity"])
      .setAction(() => import("./scripts/solidityTests.ts"))
      .build(),
  ],
  // `hardhat test` connects to "default", `hardhat node` serves "node"; a fixed gas limit spares the tests an estimate
  // of each transaction, which runs it many times over
  networks: { default: { ...localChain, accounts: { count: 160 }, gas: 50_000_000 }, node: localChain },
});
