import { network } from "hardhat";
import {
  type Address,
  getAddress,
  getContract,
  type Hex,
  maxUint256,
  parseEther,
  stringToHex,
  zeroHash,
} from "viem";
import type {} from "../artifacts/src/mocks/BlockingToken.sol/artifacts.d.ts";
import type {} from "../artifacts/src/mocks/FeeToken.sol/artifacts.d.ts";
import type {} from "../artifacts/src/mocks/LibraryHarness.sol/artifacts.d.ts";
import type {} from "../artifacts/src/mocks/ReenteringToken.sol/artifacts.d.ts";
import type {} from "../artifacts/src/mocks/RefusingSuperfluid.sol/artifacts.d.ts";
import { artifacts, hostAbi, superTokenAbi, testTokenAbi } from "../scripts/artifacts.ts";
import { deploy } from "../scripts/deploy.ts";
import { deploySuperfluid } from "../scripts/superfluid.ts";

export const { viem, networkHelpers } = await network.create();
export const publicClient = await viem.getPublicClient();
/** An event and an error, each with all of its arguments. */
export const { emitWithArgs: emits, revertWithCustomErrorWithArgs: reverts } = viem.assertions;
const [deployerWallet, ...otherWallets] = await viem.getWalletClients();
if (!deployerWallet) throw new Error("the test network has no accounts");
/** The deployer's wallet: owner of all contracts. */
export const walletClient = deployerWallet;

const others = otherWallets.map((wallet) => getAddress(wallet.account.address));

/** The n-th account after the deployer. */
export function account(index: number): Address {
  const address = others[index];
  if (!address) throw new Error(`account ${index} of ${others.length}: raise the count in hardhat.config.ts`);
  return address;
}

export const owner = getAddress(walletClient.account.address);
export const [treasury, slasher, alice, bob, carol, source, stranger] = [0, 1, 2, 3, 4, 5, 6].map(
  account,
) as [Address, Address, Address, Address, Address, Address, Address];

/** Text in 32 bytes, left-aligned: parameter keys, task types, reasons. */
export const bytes32 = (text: string): Hex => stringToHex(text, { size: 32 });

export const taskType = bytes32("vision");
export const otherTaskType = bytes32("speech");
export const unknownTaskType = bytes32("nobody knows it");
export const nonce = bytes32("salt");
export const tokens = (amount: number): bigint => parseEther(String(amount));
/** Capacity of √tokens, in the deployment's precision. */
export const capacity = (root: number): bigint => BigInt(root) * 10n ** 9n;

const client = { public: publicClient, wallet: walletClient };

async function deployed() {
  const framework = await deploySuperfluid({ walletClient, publicClient });
  const deployment = await deploy({ walletClient, publicClient, framework, treasury });
  const at = deployment.contracts;
  const contracts = {
    stakeManager: getContract({ ...at.StakeManager, abi: artifacts.StakeManager.abi, client }),
    registry: getContract({ ...at.CapacityRegistry, abi: artifacts.CapacityRegistry.abi, client }),
    pool: getContract({ ...at.BackpressurePool, abi: artifacts.BackpressurePool.abi, client }),
    escrow: getContract({ ...at.EscrowBuffer, abi: artifacts.EscrowBuffer.abi, client }),
    pipeline: getContract({ ...at.Pipeline, abi: artifacts.Pipeline.abi, client }),
    token: getContract({ address: framework.token, abi: testTokenAbi, client }),
    superToken: getContract({ address: framework.superToken, abi: superTokenAbi, client }),
    host: getContract({ address: framework.host, abi: hostAbi, client }),
  };
  const { stakeManager, registry, escrow, token } = contracts;
  for (const holder of [alice, bob, carol, source]) {
    await token.write.mint([holder, tokens(1_000_000)]);
    await token.write.approve([stakeManager.address, maxUint256], { account: holder });
    await token.write.approve([escrow.address, maxUint256], { account: holder });
  }
  await stakeManager.write.setSlasher([slasher, true]);
  await registry.write.registerTaskType([taskType, tokens(100)]);
  await registry.write.registerTaskType([otherTaskType, 0n]);
  return { ...contracts, framework, deployment };
}

/** The whole system, freshly deployed: two task types, a slasher, and four accounts with a million tokens each. */
export const fixture = () => networkHelpers.loadFixture(deployed);

export type System = Awaited<ReturnType<typeof fixture>>;

/** Stakes, and registers the sink with its whole cap as initial capacity. */
export async function join(
  system: System,
  sink: Address,
  stake: bigint,
  task: Hex = taskType,
): Promise<void> {
  await system.stakeManager.write.stake([stake], { account: sink });
  const cap = await system.stakeManager.read.getCapacityCap([sink]);
  await system.registry.write.registerSink([task, cap], { account: sink });
}

/** Commits to a capacity and gives the block of the commitment. */
export async function commit(system: System, sink: Address, value: bigint): Promise<bigint> {
  const hash = await system.registry.read.hashCommitment([taskType, sink, value, nonce]);
  const transaction = await system.registry.write.commitCapacity([taskType, hash], { account: sink });
  return (await publicClient.getTransactionReceipt({ hash: transaction })).blockNumber;
}

/** Commits to a capacity and reveals it in the next block. */
export async function signal(system: System, sink: Address, value: bigint): Promise<void> {
  await commit(system, sink, value);
  await system.registry.write.revealCapacity([taskType, value, nonce], { account: sink });
}

/** Makes a declared capacity count at once, so that a test can set capacities exactly. */
export async function withoutSmoothing(system: System): Promise<void> {
  await system.registry.write.setParam([bytes32("EWMA_ALPHA_BPS"), 10_000n]);
}

/** Mines until the next transaction falls into this block. */
export async function beforeBlock(block: bigint): Promise<void> {
  if ((await networkHelpers.time.latestBlock()) < block - 1n) await networkHelpers.mineUpTo(block - 1n);
}

export const reason = bytes32("missed its commitment");
export const noEvidence = zeroHash;
