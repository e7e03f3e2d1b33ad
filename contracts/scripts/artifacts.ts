import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Abi, type Hex, parseAbi } from "viem";
import type { BackpressurePool$Type } from "../artifacts/src/BackpressurePool.sol/artifacts.d.ts";
import type { CapacityRegistry$Type } from "../artifacts/src/CapacityRegistry.sol/artifacts.d.ts";
import type { EscrowBuffer$Type } from "../artifacts/src/EscrowBuffer.sol/artifacts.d.ts";
import type { AggregatorRegistry$Type } from "../artifacts/src/mocks/AggregatorRegistry.sol/artifacts.d.ts";
import type { AggregatorStakeManager$Type } from "../artifacts/src/mocks/AggregatorStakeManager.sol/artifacts.d.ts";
import type { BatchSlasher$Type } from "../artifacts/src/mocks/BatchSlasher.sol/artifacts.d.ts";
import type { RogueStakeManager$Type } from "../artifacts/src/mocks/RogueStakeManager.sol/artifacts.d.ts";
import type { Pipeline$Type } from "../artifacts/src/Pipeline.sol/artifacts.d.ts";
import type { StakeManager$Type } from "../artifacts/src/StakeManager.sol/artifacts.d.ts";

const require = createRequire(import.meta.url);

/** Where in a bytecode library addresses go: by file and library, in bytes. */
export type LinkReferences = Record<string, Record<string, { start: number; length: number }[]>>;

/** A compiled contract, before and after its creation. */
export type Artifact = {
  abi: Abi;
  bytecode: string;
  linkReferences: LinkReferences;
  deployedBytecode: string;
  deployedLinkReferences: LinkReferences;
};

function compiled<T extends { abi: unknown; bytecode: Hex }>(
  name: string,
  folder = "src",
): { abi: T["abi"]; bytecode: Hex } {
  const url = new URL(`../artifacts/${folder}/${name}.sol/${name}.json`, import.meta.url);
  try {
    const { abi, bytecode } = JSON.parse(readFileSync(url, "utf8")) as T;
    return { abi, bytecode };
  } catch (cause) {
    throw new Error(`no compiled ${name} in contracts/artifacts: run "npm run build -w contracts"`, {
      cause,
    });
  }
}

/** ABI and bytecode of the five contracts. Importing this module throws when they have not been compiled. */
export const artifacts = {
  StakeManager: compiled<StakeManager$Type>("StakeManager"),
  CapacityRegistry: compiled<CapacityRegistry$Type>("CapacityRegistry"),
  BackpressurePool: compiled<BackpressurePool$Type>("BackpressurePool"),
  EscrowBuffer: compiled<EscrowBuffer$Type>("EscrowBuffer"),
  Pipeline: compiled<Pipeline$Type>("Pipeline"),
};

/** ABI and bytecode of what histories and tests put beside the five contracts. */
export const mockArtifacts = {
  AggregatorRegistry: compiled<AggregatorRegistry$Type>("AggregatorRegistry", "src/mocks"),
  AggregatorStakeManager: compiled<AggregatorStakeManager$Type>("AggregatorStakeManager", "src/mocks"),
  BatchSlasher: compiled<BatchSlasher$Type>("BatchSlasher", "src/mocks"),
  RogueStakeManager: compiled<RogueStakeManager$Type>("RogueStakeManager", "src/mocks"),
};

/**
 * A prebuilt artifact of the Superfluid package.
 * @param path source file below its `contracts/`, e.g. `utils/TestToken.sol`
 * @param name contract; the file's name when not given
 */
export function superfluidArtifact(path: string, name = path.replace(/^.*\/|\.sol$/g, "")): Artifact {
  return require(`@superfluid-finance/ethereum-contracts/build/hardhat/contracts/${path}/${name}.json`);
}

/** Superfluid's GeneralDistributionAgreementV1: what we and a source call, and its events. Rates in wei per second. */
export const gdaAbi = parseAbi([
  "struct PoolConfig { bool transferabilityForUnitsOwner; bool distributionFromAnyAddress; }",
  "function createPool(address token, address admin, PoolConfig poolConfig) returns (address pool)",
  "function distribute(address token, address from, address pool, uint256 requestedAmount, bytes ctx) returns (bytes newCtx)",
  "function distributeFlow(address token, address from, address pool, int96 requestedFlowRate, bytes ctx) returns (bytes newCtx)",
  "function connectPool(address pool, bytes ctx) returns (bytes newCtx)",
  "function getFlowRate(address token, address from, address to) view returns (int96)",
  "function getNetFlow(address token, address account) view returns (int96)",
  "function getPoolAdjustmentFlowInfo(address pool) view returns (address, bytes32, int96)",
  "function getPoolAdjustmentFlowRate(address pool) view returns (int96)",
  "function isPool(address token, address account) view returns (bool)",
  "event PoolCreated(address indexed token, address indexed admin, address pool)",
  "event FlowDistributionUpdated(address indexed token, address indexed pool, address indexed distributor, address operator, int96 oldFlowRate, int96 newDistributorToPoolFlowRate, int96 newTotalDistributionFlowRate, address adjustmentFlowRecipient, int96 adjustmentFlowRate, bytes userData)",
  "event InstantDistributionUpdated(address indexed token, address indexed pool, address indexed distributor, address operator, uint256 requestedAmount, uint256 actualAmount, bytes userData)",
  "error GDA_INSUFFICIENT_BALANCE()",
  "error GDA_NON_CRITICAL_SENDER()",
  "error GDA_DISTRIBUTE_FOR_OTHERS_NOT_ALLOWED()",
]);

/** A Superfluid pool. */
export const superfluidPoolAbi = parseAbi([
  "function updateMemberUnits(address memberAddr, uint128 newUnits) returns (bool)",
  "function getUnits(address memberAddr) view returns (uint128)",
  "function getTotalUnits() view returns (uint128)",
  "function getTotalFlowRate() view returns (int96)",
  "function getMemberFlowRate(address memberAddr) view returns (int96)",
  "function getTotalAmountReceivedByMember(address memberAddr) view returns (uint256)",
  "function getClaimableNow(address memberAddr) view returns (int256 claimableBalance, uint256 timestamp)",
  "function claimAll() returns (bool)",
  "function admin() view returns (address)",
  "function superToken() view returns (address)",
  "function distributionFromAnyAddress() view returns (bool)",
  "function transferabilityForUnitsOwner() view returns (bool)",
  "event MemberUnitsUpdated(address indexed token, address indexed member, uint128 oldUnits, uint128 newUnits)",
  "event DistributionClaimed(address indexed token, address indexed member, int256 claimedAmount, int256 totalClaimed)",
]);

/** The Superfluid host. */
export const hostAbi = parseAbi([
  "function callAgreement(address agreementClass, bytes callData, bytes userData) returns (bytes returnedData)",
  "function getAgreementClass(bytes32 agreementType) view returns (address agreementClass)",
]);

/** A SuperToken that wraps an ERC-20 of 18 decimals. */
export const superTokenAbi = parseAbi([
  "function upgrade(uint256 amount)",
  "function downgrade(uint256 amount)",
  "function transfer(address recipient, uint256 amount) returns (bool)",
  "function balanceOf(address account) view returns (uint256 balance)",
  "function realtimeBalanceOfNow(address account) view returns (int256 availableBalance, uint256 deposit, uint256 owedDeposit, uint256 timestamp)",
  "function getHost() view returns (address host)",
  "function getUnderlyingToken() view returns (address)",
  "event Transfer(address indexed from, address indexed to, uint256 value)",
]);

/** Superfluid's TestToken: an ERC-20 that anyone may mint, up to its mint limit per call. */
export const testTokenAbi = parseAbi([
  "constructor(string name, string symbol, uint8 initDecimals, uint256 mintLimit)",
  "function mint(address account, uint256 amount) returns (bool)",
  "function approve(address spender, uint256 value) returns (bool)",
  "function transfer(address to, uint256 value) returns (bool)",
  "function allowance(address owner, address spender) view returns (uint256)",
  "function balanceOf(address account) view returns (uint256)",
  "function totalSupply() view returns (uint256)",
  "event Transfer(address indexed from, address indexed to, uint256 value)",
  "event Approval(address indexed owner, address indexed spender, uint256 value)",
]);
