import { artifacts } from "@manometer/contracts/artifacts";
import type { Deployment } from "@manometer/contracts/deployment";
import { type Address, createPublicClient, type Hex, http, type PublicClient, stringToHex } from "viem";
import type { ContractName, Moment } from "./acts.ts";
import type { Places } from "./calls.ts";
import { lower } from "./cast.ts";
import { quantity, Rpc } from "./Rpc.ts";

// From 8 blocks at once Hardhat only reserves them: they name no parents, and their state cannot be read.
const MOST_AT_ONCE = 7;

export type Head = Moment & { hash: Hex };

/** The parameters that the model starts from. */
const PARAMETERS = {
  StakeManager: ["MIN_SINK_STAKE", "STAKE_UNIT", "UNBONDING_DELAY", "CAPACITY_PRECISION"],
  CapacityRegistry: ["EWMA_ALPHA_BPS", "COMMIT_TIMEOUT", "MAX_SINKS"],
  BackpressurePool: ["REBALANCE_THRESHOLD_BPS", "UNIT_SCALE"],
  EscrowBuffer: ["DRAIN_RATE_PER_CAPACITY"],
  Pipeline: ["MAX_STAGES"],
} as const;

/** The local chain with our contracts on it: what the scenario reads from it, and how it makes blocks. */
export class Chain implements Places {
  readonly rpc: Rpc;
  readonly client: PublicClient;
  readonly deployment: Deployment;
  readonly #pools = new Map<Hex, Address>();

  constructor(url: string, deployment: Deployment, signal?: AbortSignal) {
    this.rpc = new Rpc(url, signal);
    this.client = createPublicClient({ transport: http(url, { batch: { batchSize: 200 }, retryCount: 0 }) });
    this.deployment = deployment;
  }

  /** The unlocked accounts, in the chain's order. */
  async accounts(): Promise<Address[]> {
    return (await this.rpc.call("eth_accounts")) as Address[];
  }

  /** The newest block. */
  async head(): Promise<Head> {
    const block = (await this.rpc.call("eth_getBlockByNumber", "latest", false)) as Record<string, Hex>;
    return { block: Number(block.number), timestamp: Number(block.timestamp), hash: block.hash as Hex };
  }

  /** Whether blocks come by themselves, one for each transaction. */
  async setAutomine(isOn: boolean): Promise<void> {
    await this.rpc.call("evm_setAutomine", isOn);
  }

  /** Stops the node from printing every request, which costs more than answering it. */
  async silence(): Promise<void> {
    await this.rpc.call("hardhat_setLoggingEnabled", false);
  }

  /** Mines `count` blocks: the first at the moment, with what waits in it, the rest `interval` seconds apart. */
  async mine(first: Moment, count: number, interval: number): Promise<void> {
    for (let mined = 0; mined < count; mined += MOST_AT_ONCE) {
      const blocks = Math.min(MOST_AT_ONCE, count - mined);
      await this.rpc.call("evm_setNextBlockTimestamp", first.timestamp + mined * interval);
      await this.rpc.call("hardhat_mine", quantity(blocks), quantity(interval));
    }
  }

  /** Looks up the Superfluid pool of a task type once. Throws when there is none. */
  async findPool(taskType: Hex): Promise<Address> {
    const known = this.#pools.get(taskType);
    if (known !== undefined) return known;
    const { address } = this.deployment.contracts.BackpressurePool;
    const reader = { address, abi: artifacts.BackpressurePool.abi, functionName: "getPool" } as const;
    const pool = lower(await this.client.readContract({ ...reader, args: [taskType] }));
    if (BigInt(pool) === 0n) throw new Error(`Task type ${taskType} has no pool on the chain yet`);
    this.#pools.set(taskType, pool);
    return pool;
  }

  /** The Superfluid pool of a task type that was looked up before. */
  poolOf(taskType: Hex): Address {
    const pool = this.#pools.get(taskType);
    if (pool === undefined) throw new Error(`The pool of task type ${taskType} was not looked up`);
    return pool;
  }

  /** Every pool looked up so far, by task type. */
  get pools(): ReadonlyMap<Hex, Address> {
    return this.#pools;
  }

  /** The governed parameters as they are now. */
  async parameters(): Promise<Partial<Record<ContractName, Record<string, bigint>>>> {
    const found: Partial<Record<ContractName, Record<string, bigint>>> = {};
    for (const [name, keys] of Object.entries(PARAMETERS)) {
      const contract = name as keyof typeof PARAMETERS;
      const { address } = this.deployment.contracts[contract];
      const reader = { address, abi: artifacts.Pipeline.abi, functionName: "getParam" } as const;
      const read = (key: string) =>
        this.client.readContract({ ...reader, args: [stringToHex(key, { size: 32 })] });
      const values = await Promise.all(keys.map(read));
      found[contract] = Object.fromEntries(keys.map((key, i) => [key, values[i] as bigint]));
    }
    return found;
  }

  close(): void {
    this.rpc.close();
  }
}
