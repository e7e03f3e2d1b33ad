import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mockArtifacts } from "@manometer/contracts/artifacts";
import { type BareChain, bareChain } from "@manometer/scenario/freshChain";
import {
  type Abi,
  type Address,
  createTestClient,
  createWalletClient,
  encodeAbiParameters,
  type Hex,
  http,
  keccak256,
  publicActions,
  stringToHex,
} from "viem";
import { hardhat } from "viem/chains";

const { AggregatorStakeManager, AggregatorRegistry } = mockArtifacts;
const NONCE = stringToHex("nonce", { size: 32 });
const NOWHERE = { address: `0x${"dead".repeat(10)}`, startBlock: 0 };

/** The only task type. */
export const TASK: Hex = stringToHex("transcribe", { size: 32 });

/** A chain with contracts of ours that speak the dialect "aggregator". Blocks have one act each. */
export class AggregatorNetwork {
  readonly #chain: BareChain;
  readonly #folder: string;
  readonly #accounts: readonly Address[];
  readonly #stakes: Address;
  readonly #registry: Address;

  private constructor(
    chain: BareChain,
    folder: string,
    { accounts, stakes, registry }: { accounts: readonly Address[]; stakes: Address; registry: Address },
  ) {
    this.#chain = chain;
    this.#folder = folder;
    this.#accounts = accounts;
    this.#stakes = stakes;
    this.#registry = registry;
  }

  /** Deploys the contracts, and writes the file that says where they are and how they speak. */
  static async start(): Promise<AggregatorNetwork> {
    const chain = await bareChain(Math.floor(Date.now() / 1000) - 3600);
    try {
      const accounts = await walletOf(chain).getAddresses();
      const [owner, , , aggregator] = accounts as [Address, Address, Address, Address];
      const deploy = deployer(chain, owner);
      const stakes = await deploy(AggregatorStakeManager, []);
      const registry = await deploy(AggregatorRegistry, [stakes, aggregator]);
      const folder = await mkdtemp(join(tmpdir(), "manometer-e2e-networks-"));
      const [StakeManager, CapacityRegistry] = [stakes, registry].map((address) => ({
        address,
        startBlock: 1,
      }));
      const nowhere = { EscrowBuffer: NOWHERE, Pipeline: NOWHERE, GeneralDistributionAgreementV1: NOWHERE };
      const contracts = { StakeManager, CapacityRegistry, BackpressurePool: CapacityRegistry, ...nowhere };
      const other = { dialect: "aggregator", ...contracts };
      await writeFile(join(folder, "networks.json"), JSON.stringify({ other }));
      return new AggregatorNetwork(chain, folder, { accounts, stakes, registry });
    } catch (error) {
      await chain.stop();
      throw error;
    }
  }

  /** What makes `manometer up` index it. */
  get arguments(): string[] {
    const networks = join(this.#folder, "networks.json");
    return ["--rpc", this.#chain.rpcUrl, "--network", "other", "--networks", networks];
  }

  get alice(): Address {
    return this.#accounts[1] as Address;
  }

  get bob(): Address {
    return this.#accounts[2] as Address;
  }

  /** Calls the StakeManager. */
  async stakes(from: Address, functionName: string, ...args: unknown[]): Promise<void> {
    await this.#call(from, { address: this.#stakes, abi: AggregatorStakeManager.abi, functionName, args });
  }

  /** Calls the registry, of the task type. */
  async registry(from: Address, functionName: string, ...args: unknown[]): Promise<void> {
    const abi = AggregatorRegistry.abi;
    await this.#call(from, { address: this.#registry, abi, functionName, args: [TASK, ...args] });
  }

  /** A commitment to a capacity. */
  async commit(sink: Address, capacity: bigint): Promise<void> {
    const parts = encodeAbiParameters([{ type: "uint256" }, { type: "bytes32" }], [capacity, NONCE]);
    await this.registry(sink, "commitCapacity", keccak256(parts));
  }

  /** The reveal of what a sink has committed to. */
  async reveal(sink: Address, capacity: bigint): Promise<void> {
    await this.registry(sink, "revealCapacity", capacity, NONCE);
  }

  /** The aggregator's word on a sink's capacity. */
  async update(sink: Address, capacity: bigint): Promise<void> {
    await this.registry(this.#accounts[3] as Address, "updateCapacityFromAggregator", sink, capacity);
  }

  /** Lets blocks pass, one by one: of many at once Hardhat tells no parent hashes, which graph-node waits for. */
  async mine(blocks: number): Promise<void> {
    const transport = http(this.#chain.rpcUrl);
    const client = createTestClient({ chain: hardhat, mode: "hardhat", transport });
    for (let left = blocks; left > 0; left--) await client.mine({ blocks: 1 });
  }

  /** Ends the chain. */
  async close(): Promise<void> {
    await this.#chain.stop();
    await rm(this.#folder, { recursive: true });
  }

  async #call(
    account: Address,
    call: { address: Address; abi: Abi; functionName: string; args: readonly unknown[] },
  ): Promise<void> {
    const wallet = walletOf(this.#chain);
    const hash = await wallet.writeContract({ ...call, account });
    const { status } = await wallet.waitForTransactionReceipt({ hash });
    if (status !== "success") throw new Error(`${call.functionName} was refused`);
  }
}

function walletOf({ rpcUrl }: BareChain) {
  return createWalletClient({ chain: hardhat, transport: http(rpcUrl) }).extend(publicActions);
}

function deployer(chain: BareChain, account: Address) {
  return async (
    { abi, bytecode }: { abi: Abi; bytecode: Hex },
    args: readonly unknown[],
  ): Promise<Address> => {
    const wallet = walletOf(chain);
    const hash = await wallet.deployContract({ account, abi, bytecode, args });
    const { contractAddress } = await wallet.waitForTransactionReceipt({ hash });
    if (!contractAddress) throw new Error("A contract of the dialect could not be deployed");
    return contractAddress;
  };
}
