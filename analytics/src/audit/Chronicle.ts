import { type AuditRecord, recordOf } from "./AuditRecord.ts";
import { type Audit, auditOf } from "./audit.ts";
import { type ChainFindings, NO_FINDINGS } from "./ChainFindings.ts";
import type { ChainLog, EventArguments, EventName, Hex, LogPlace } from "./ChainLog.ts";
import type { Check, CheckId } from "./Check.ts";
import { DEFAULT_POLICY, type Policy } from "./Policy.ts";
import { type Contracts, type ParameterName, parameterKey, type Subject } from "./Scope.ts";

const word = (digits: string, bytes: number): Hex => `0x${digits.padStart(2 * bytes, "0")}`;
const ether = (amount: number): string => `${amount}${"0".repeat(18)}`;

/** Accounts, contracts and task types of the tests. */
export const SINK = word("51", 20);
export const OTHER_SINK = word("52", 20);
export const SLASHER = word("a1", 20);
export const TREASURY = word("7e", 20);
export const TASK = word("7a51", 32);
export const CONTRACTS: Contracts = {
  stakeManager: word("c1", 20),
  capacityRegistry: word("c2", 20),
  backpressurePool: word("c3", 20),
  escrowBuffer: word("c4", 20),
};

/** A reason's ASCII in 32 bytes. */
export function ascii(text: string): Hex {
  const digits = [...text].map((letter) => letter.charCodeAt(0).toString(16)).join("");
  return `0x${digits.padEnd(64, "0")}`;
}

/** How a slash of the tests is audited, where it is not as usual. */
export type Auditing = {
  readonly policy?: Policy;
  readonly findings?: Partial<ChainFindings>;
  readonly headBlock?: number;
};

/** For tests: writes logs one after the other, as contracts would; a block is one transaction. */
export class Chronicle {
  readonly logs: ChainLog[] = [];
  #block = 1;
  #logIndex = 0;

  /** The parameters, the slasher's permission, and a stake of 10,000 tokens: what most slashes begin with. */
  static usual(): Chronicle {
    return new Chronicle()
      .parameter("MIN_SINK_STAKE", ether(100))
      .parameter("STAKE_UNIT", ether(1))
      .parameter("CAPACITY_PRECISION", "1")
      .parameter("TREASURY", String(BigInt(TREASURY)))
      .parameter("EWMA_ALPHA_BPS", "3000")
      .parameter("COMMIT_TIMEOUT", "20")
      .log("SlasherSet", { slasher: SLASHER, authorized: true })
      .staked(10_000, 10_000);
  }

  /** Goes on at a block. */
  at(block: number): this {
    this.#block = block;
    this.#logIndex = 0;
    return this;
  }

  /** A log of an event, by the contract that emits it. */
  log<Name extends EventName>(event: Name, fields: EventArguments[Name], contract?: Hex): this {
    const place: LogPlace = {
      contract: contract ?? CONTRACTS[emitterOf(event)],
      blockNumber: this.#block,
      logIndex: this.#logIndex++,
      transactionHash: word(this.#block.toString(16), 32),
    };
    this.logs.push({ ...place, event, ...fields } as ChainLog);
    return this;
  }

  /** A new value of a parameter. */
  parameter(name: ParameterName, newValue: string): this {
    const isRegistrys = name === "EWMA_ALPHA_BPS" || name === "COMMIT_TIMEOUT";
    const contract = isRegistrys ? CONTRACTS.capacityRegistry : CONTRACTS.stakeManager;
    return this.log("ParamUpdated", { key: parameterKey(name), oldValue: "0", newValue }, contract);
  }

  /** A stake of so many tokens, and what the contract says that all of it is. */
  staked(amount: number, total: number, sink = SINK): this {
    return this.log("Staked", { sink, amount: ether(amount), totalStake: ether(total) });
  }

  /** A commitment without its reveal. */
  withheld(block: number, taskTypeId = TASK): this {
    return this.at(block).log("CapacityCommitted", { taskTypeId, sink: SINK, commitHash: word("1", 32) });
  }

  /** A commitment and its reveal in the next block. */
  revealed(block: number, raw: string, smoothed = "10"): this {
    return this.withheld(block)
      .at(block + 1)
      .log("CapacityRevealed", { taskTypeId: TASK, sink: SINK, raw, smoothed });
  }

  /** A slash of so many tokens out of so many, with its companion. */
  slashed(amount: number, of: number, reason = ascii("COMMIT_WITHHOLDING"), requested = amount): this {
    return this.log("Slashed", { sink: SINK, amount: ether(amount), reason }).log("SlashExecuted", {
      sink: SINK,
      slasher: SLASHER,
      requested: ether(requested),
      actual: ether(amount),
      stakeBefore: ether(of),
      stakeAfter: ether(of - amount),
      evidenceHash: word("0", 32),
    });
  }

  /** The record of its newest slash. */
  record({ policy = DEFAULT_POLICY, headBlock = this.#block }: Auditing = {}): AuditRecord {
    const slash = this.logs.findLast((log) => log.event === "Slashed");
    if (slash?.event !== "Slashed") throw new Error("There is no slash to audit: write one.");
    const subject: Subject = { ...slash, timestamp: 12 * slash.blockNumber, transactionFrom: SLASHER };
    return recordOf({ subject, logs: this.logs, contracts: CONTRACTS, policy, headBlock });
  }

  /** The audit of its newest slash. */
  audit(auditing: Auditing = {}): Audit {
    const { policy = DEFAULT_POLICY, findings = {} } = auditing;
    return auditOf({ record: this.record(auditing), policy, findings: { ...NO_FINDINGS, ...findings } });
  }

  /** One check of its newest slash. */
  check(id: CheckId, auditing: Auditing = {}): Check {
    const found = this.audit(auditing).checks.find((check) => check.id === id);
    if (found === undefined) throw new Error(`There is no check ${id}: correct it.`);
    return found;
  }
}

function emitterOf(event: EventName): keyof Contracts {
  if (event === "Rebalanced") return "backpressurePool";
  if (event === "Drained") return "escrowBuffer";
  return /^(Capacity|SinkRe|SinkDe)/.test(event) ? "capacityRegistry" : "stakeManager";
}
