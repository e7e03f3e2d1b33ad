import type { ContractName, Moment } from "../acts.ts";

export type FactValue = bigint | string | boolean | readonly bigint[] | readonly string[];

/** One log that the contracts should have emitted, addresses and ids in lower case. */
export type Fact = Moment & {
  contract: ContractName | "SuperfluidPool";
  event: string;
  args: Readonly<Record<string, FactValue>>;
};

/** The run of facts, in the order of the acts, and the moment that the model stands at. */
export class History {
  readonly facts: Fact[] = [];
  now: Moment = { block: 0, timestamp: 0 };

  /** Notes a fact at the present moment. */
  emit(contract: Fact["contract"], event: string, args: Fact["args"]): void {
    this.facts.push({ ...this.now, contract, event, args });
  }
}
