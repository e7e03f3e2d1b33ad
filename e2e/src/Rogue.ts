import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mockArtifacts, testTokenAbi } from "@manometer/contracts/artifacts";
import { capacityPrecision } from "@manometer/contracts/deploy";
import { type FreshChain, freshChain } from "@manometer/scenario/freshChain";
import {
  type Address,
  type ContractFunctionArgs,
  createPublicClient,
  createWalletClient,
  getContract,
  type Hex,
  http,
  numberToHex,
  stringToHex,
} from "viem";
import { hardhat } from "viem/chains";

const TOKEN = 10n ** 18n;
const { abi, bytecode } = mockArtifacts.RogueStakeManager;

type Arguments = ContractFunctionArgs<typeof abi, "nonpayable", "slashAndSay">;

/** What a slash says, pays and keeps (see RogueStakeManager.sol). */
export type Tale = Arguments[1];

/** A sink's stake of 1,000 tokens, and the total that the contract says after it. */
const STAKE = 1_000n * TOKEN;

/** A chain whose StakeManager says, pays and keeps what it is told to; all other contracts are honest. */
export class Rogue {
  readonly #fresh: FreshChain;
  readonly #folder: string;
  readonly #accounts: readonly Address[];
  readonly #address: Address;
  #sinks = 0;

  private constructor(fresh: FreshChain, folder: string, accounts: readonly Address[], address: Address) {
    this.#fresh = fresh;
    this.#folder = folder;
    this.#accounts = accounts;
    this.#address = address;
  }

  /** Deploys the network, and a rogue beside it that takes the StakeManager's place, with one slasher. */
  static async start(): Promise<Rogue> {
    const fresh = await freshChain(Math.floor(Date.now() / 1000) - 3600);
    try {
      const { rpcUrl, deployment } = fresh;
      const accounts = await clients(rpcUrl).wallet.getAddresses();
      const [owner] = accounts as [Address];
      const { token } = deployment.superfluid;
      const { wallet, reader } = clients(rpcUrl);
      const args = [token, deployment.treasury, capacityPrecision, owner] as const;
      const hash = await wallet.deployContract({ account: owner, abi, bytecode, args });
      const { contractAddress, blockNumber } = await reader.waitForTransactionReceipt({ hash });
      const StakeManager = { address: contractAddress as Address, startBlock: Number(blockNumber) };
      const folder = await mkdtemp(join(tmpdir(), "manometer-e2e-networks-"));
      const rogue = { ...deployment.contracts, StakeManager };
      await writeFile(join(folder, "networks.json"), JSON.stringify({ rogue }));
      return await new Rogue(fresh, folder, accounts, StakeManager.address).#prepared();
    } catch (error) {
      await fresh.stop();
      throw error;
    }
  }

  get rpcUrl(): string {
    return this.#fresh.rpcUrl;
  }

  /** The file that says where the contracts are, the rogue among them. */
  get networks(): string {
    return join(this.#folder, "networks.json");
  }

  /** What makes `manometer up` index the rogue. */
  get arguments(): string[] {
    return ["--rpc", this.rpcUrl, "--network", "rogue", "--networks", this.networks];
  }

  /** Who may slash by the log. */
  get slasher(): Address {
    return this.#accounts[30] as Address;
  }

  /** Who may not. */
  get stranger(): Address {
    return this.#accounts[31] as Address;
  }

  /** A slash of 50 of a sink's 1,000 tokens in which everything agrees. */
  get truth(): Tale {
    const amount = 50n * TOKEN;
    return {
      ...{ amount, requested: amount, actual: amount, paid: amount },
      ...{ stakeBefore: STAKE, stakeAfter: STAKE - amount, stakeKept: STAKE - amount },
      ...{ reason: stringToHex("OVER_CLAIM", { size: 32 }), isExecuted: true },
      ...{ slasher: this.slasher, beneficiary: this.#fresh.deployment.treasury },
    };
  }

  /** Lets a sink of its own stake, and slashes it as told. `total` is what the contract says that it has staked. */
  async slash(lies: Partial<Tale>, total = STAKE): Promise<Hex> {
    const sink = this.#accounts[2 + this.#sinks++] as Address;
    const { rogue, token, reader } = this.#contracts();
    await token.write.mint([sink, STAKE], { account: sink });
    await token.write.approve([this.#address, STAKE], { account: sink });
    await rogue.write.stakeAndSay([STAKE, total], { account: sink });
    const tale = { ...this.truth, ...lies };
    const hash = await rogue.write.slashAndSay([sink, tale], { account: this.slasher });
    const { logs, status } = await reader.waitForTransactionReceipt({ hash });
    const [slashed] = logs;
    if (status !== "success" || slashed === undefined) throw new Error(`The rogue's slash ${hash} failed`);
    return `${hash}${littleEndian(slashed.logIndex)}`;
  }

  /** Ends the chain. */
  async close(): Promise<void> {
    await this.#fresh.stop();
    await rm(this.#folder, { recursive: true });
  }

  /** The rogue gets tokens of others, so that it can pay more than a sink has, and its one slasher. */
  async #prepared(): Promise<Rogue> {
    const { rogue, token } = this.#contracts();
    const account = this.#accounts[0] as Address;
    await token.write.mint([this.#address, STAKE], { account });
    await rogue.write.setSlasher([this.slasher, true], { account });
    return this;
  }

  #contracts() {
    const { wallet, reader } = clients(this.rpcUrl);
    const client = { public: reader, wallet };
    const { token } = this.#fresh.deployment.superfluid;
    return {
      reader,
      rogue: getContract({ address: this.#address, abi, client }),
      token: getContract({ address: token, abi: testTokenAbi, client }),
    };
  }
}

function clients(rpcUrl: string) {
  const transport = http(rpcUrl);
  return {
    wallet: createWalletClient({ chain: hardhat, transport }),
    reader: createPublicClient({ chain: hardhat, transport }),
  };
}

/** A log's index as ids end with it: 4 bytes, the lowest first. */
function littleEndian(index: number): string {
  const bytes = numberToHex(index, { size: 4 }).slice(2).match(/../g) ?? [];
  return bytes.reverse().join("");
}
