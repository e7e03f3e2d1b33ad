import { stringToHex } from "viem";
import type { ContractName } from "../acts.ts";
import type { History } from "./History.ts";

/** Parameters of one contract by name; addresses as integers. */
export type ParameterValues = Readonly<Record<string, bigint>>;

/** The governed parameters: as deployed, and as changed since. */
export class Parameters {
  readonly #history: History;
  readonly #values = new Map<string, bigint>();

  constructor(history: History, initial: Readonly<Partial<Record<ContractName, ParameterValues>>>) {
    this.#history = history;
    for (const [contract, values] of Object.entries(initial)) {
      for (const [key, value] of Object.entries(values)) this.#values.set(`${contract}.${key}`, value);
    }
  }

  /** The present value. Throws on a parameter that the contract does not have. */
  of(contract: ContractName, key: string): bigint {
    const value = this.#values.get(`${contract}.${key}`);
    if (value === undefined) throw new Error(`The model knows no parameter ${contract}.${key}`);
    return value;
  }

  /** Changes a value. */
  set(contract: ContractName, key: string, newValue: bigint): void {
    const oldValue = this.of(contract, key);
    this.#values.set(`${contract}.${key}`, newValue);
    this.#history.emit(contract, "ParamUpdated", { key: stringToHex(key, { size: 32 }), oldValue, newValue });
  }
}
