import type { Act, ContractName, Moment } from "@manometer/scenario/acts";
import type { Fact } from "@manometer/scenario/model/History";
import { addressOf, bytes32, type Contract } from "../events.ts";
import type { Argument, Happening } from "./Index.ts";

type Hex = `0x${string}`;

const SUPER_TOKEN: Hex = `0x${"7".repeat(40)}`;

/** The logs of a chain, one transaction for each act, as the contracts and Superfluid would write them. */
export class Journal {
  readonly logs: Happening[] = [];
  now: Moment = { block: 10, timestamp: 1_700_000_000 };
  #transactions = 0;
  #index = 0;

  /** The address of a contract that stands from the beginning. */
  addressOf(contract: Exclude<Contract, "SuperfluidPool">): Hex {
    return addressOf(contract) as Hex;
  }

  /** The pool of a task type: the first 20 bytes of its id. */
  poolOf(taskType: Hex): Hex {
    return taskType.slice(0, 42) as Hex;
  }

  /** Moves on by so many blocks and seconds. */
  nextBlock(blocks: number, seconds: number): Moment {
    this.#index = 0;
    this.now = { block: this.now.block + blocks, timestamp: this.now.timestamp + seconds };
    return this.now;
  }

  /** What the constructors say. */
  constructors(parameters: Partial<Record<ContractName, Record<string, bigint>>>): void {
    this.#transactions += 1;
    for (const [contract, values] of Object.entries(parameters)) {
      for (const [key, newValue] of Object.entries(values)) {
        const args = { key: bytes32(key), oldValue: 0n, newValue };
        this.#log(contract as Contract, "ParamUpdated", { args, address: addressOf(contract as Contract) });
      }
    }
  }

  /** The logs of an act, whose facts the model knows; `total` is what flows into a pool after it, wei a second. */
  write(act: Act, facts: readonly Fact[], total: (taskType: Hex) => bigint): void {
    this.#transactions += 1;
    for (const [i, { contract, event, args }] of facts.entries()) {
      const taskType = taskTypeOf(act, facts.slice(i), args);
      const pool = this.poolOf(taskType);
      const address = contract === "SuperfluidPool" ? pool : addressOf(contract);
      const flowing = event === "FlowDistributionUpdated" ? total(taskType) : 0n;
      this.#log(contract, event, {
        address,
        args: { ...superfluid(pool, flowing), ...(args as Record<string, Argument>) },
      });
    }
  }

  #log(
    contract: Contract,
    event: string,
    { address, args }: { address: string; args: Record<string, Argument> },
  ): void {
    const { block: number, timestamp } = this.now;
    this.logs.push({
      contract,
      event,
      args,
      address,
      block: { number, timestamp: BigInt(timestamp) },
      logIndex: this.#index++,
      transactionHash: `0x${this.#transactions.toString(16).padStart(64, "0")}`,
      from: SUPER_TOKEN,
    });
  }
}

/** What the model leaves out of Superfluid's events. */
function superfluid(pool: Hex, flowing: bigint): Record<string, Argument> {
  return {
    token: SUPER_TOKEN,
    pool,
    operator: SUPER_TOKEN,
    oldFlowRate: 0n,
    newDistributorToPoolFlowRate: flowing,
    newTotalDistributionFlowRate: flowing,
    adjustmentFlowRecipient: addressOf("BackpressurePool"),
    adjustmentFlowRate: 0n,
    userData: "0x",
  };
}

/** The task type that a fact is of: its own, or that of the rebalance that it belongs to, or that of its act. */
function taskTypeOf(act: Act, following: readonly Fact[], args: Fact["args"]): Hex {
  const rebalance = following.find(({ event }) => event === "Rebalanced");
  const own = args.taskTypeId ?? rebalance?.args.taskTypeId ?? ("taskType" in act ? act.taskType : "0x");
  return own as Hex;
}
