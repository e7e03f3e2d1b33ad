import type {
  Abi,
  Account,
  Address,
  Chain,
  Hex,
  PublicClient,
  TransactionReceipt,
  Transport,
  WalletClient,
} from "viem";
import { encodeDeployData, getAddress } from "viem";

/** The two ends of a chain: who sends, and who reads. The sender's account is unlocked in the node, or has its key. */
export type Clients = {
  walletClient: WalletClient<Transport, Chain, Account>;
  publicClient: PublicClient<Transport, Chain>;
};

/**
 * Called before each transaction, and waited for: how many of `total` are behind, and which one comes. Whoever sets
 * the timestamp of the next block in it gets the same blocks in every run.
 */
export type Progress = (done: number, total: number, step: string) => void | Promise<void>;

const localChainId = 31337;
const timeout = 60_000;

/** Waits at most a minute for a transaction and gives its receipt. Throws when it reverted. */
export async function mined(clients: Clients, hash: Hex, what: string): Promise<TransactionReceipt> {
  const pollingInterval = clients.publicClient.chain.id === localChainId ? 50 : 1000;
  const receipt = await clients.publicClient.waitForTransactionReceipt({ hash, pollingInterval, timeout });
  if (receipt.status !== "success") {
    throw new Error(`${what} reverted in block ${receipt.blockNumber} (transaction ${hash})`);
  }
  return receipt;
}

/** A contract to create: linked bytecode, and constructor arguments in the order of the ABI. */
export type Code = { name: string; abi: Abi; bytecode: Hex; args?: readonly unknown[] };

/** Creates a contract and gives its address and the block that holds it. */
export async function create(
  clients: Clients,
  code: Code,
): Promise<{ address: Address; startBlock: number }> {
  const data = encodeDeployData({ abi: code.abi, bytecode: code.bytecode, args: code.args ?? [] });
  const hash = await clients.walletClient.sendTransaction({ data });
  const receipt = await mined(clients, hash, `the creation of ${code.name}`);
  const address = receipt.contractAddress;
  if (!address) throw new Error(`the creation of ${code.name} (transaction ${hash}) gave no address`);
  return { address: getAddress(address), startBlock: Number(receipt.blockNumber) };
}
