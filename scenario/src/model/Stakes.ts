import type { Address, Hex } from "viem";
import { zeroHash } from "viem";
import type { SlashOrder } from "../acts.ts";
import { capOf } from "./capacity.ts";
import type { History } from "./History.ts";
import type { Parameters } from "./Parameters.ts";

/** What a slash did; amounts in token wei, caps in units of capacity. */
export type SlashRecord = {
  sink: Address;
  slasher: Address;
  reason: Hex;
  requested: bigint;
  amount: bigint;
  stakeBefore: bigint;
  stakeAfter: bigint;
  capBefore: bigint;
  capAfter: bigint;
  evidenceHash: Hex;
  block: number;
  timestamp: number;
};

/** What a sink has promised over all its task types: the highest required stake and capacity. */
export type Obligations = { stake: bigint; capacity: bigint };

/** The stakes, the slashers and the slashes, as StakeManager should keep them. */
export class Stakes {
  readonly slashes: SlashRecord[] = [];
  readonly slashers = new Set<Address>();
  readonly #history: History;
  readonly #parameters: Parameters;
  readonly #stakes = new Map<Address, bigint>();

  constructor(history: History, parameters: Parameters) {
    this.#history = history;
    this.#parameters = parameters;
  }

  /** The sink's stake in token wei. */
  of(sink: Address): bigint {
    return this.#stakes.get(sink) ?? 0n;
  }

  /** Everybody who has ever staked. */
  get sinks(): Address[] {
    return [...this.#stakes.keys()];
  }

  /** Token wei below which a stake backs nothing. */
  get minimum(): bigint {
    return this.#parameters.of("StakeManager", "MIN_SINK_STAKE");
  }

  /** The cap that a stake gives. */
  capOfStake(stake: bigint): bigint {
    return capOf(stake, {
      minStake: this.minimum,
      stakeUnit: this.#parameters.of("StakeManager", "STAKE_UNIT"),
      precision: this.#parameters.of("StakeManager", "CAPACITY_PRECISION"),
    });
  }

  /** The sink's capacity cap now. */
  capOf(sink: Address): bigint {
    return this.capOfStake(this.of(sink));
  }

  stake(sink: Address, amount: bigint): void {
    if (amount <= 0n) throw new Error(`stake of ${amount} by ${sink}: expected more than 0`);
    this.#stakes.set(sink, this.of(sink) + amount);
    this.#history.emit("StakeManager", "Staked", { sink, amount, totalStake: this.of(sink) });
  }

  /** Whether an unstake keeps what the sink has promised. */
  canUnstake(sink: Address, amount: bigint, owed: Obligations): boolean {
    const after = this.of(sink) - amount;
    return amount > 0n && after >= 0n && after >= owed.stake && this.capOfStake(after) >= owed.capacity;
  }

  unstake(sink: Address, amount: bigint, owed: Obligations): void {
    if (!this.canUnstake(sink, amount, owed))
      throw new Error(`unstake of ${amount} by ${sink} breaks its promises`);
    this.#stakes.set(sink, this.of(sink) - amount);
    this.#history.emit("StakeManager", "Unstaked", { sink, amount });
  }

  /** Announces an unstake, which may follow once the delay is over. */
  requestUnstake(sink: Address, amount: bigint): void {
    if (amount <= 0n || amount > this.of(sink))
      throw new Error(`${sink} asks for ${amount} of its stake of ${this.of(sink)}`);
    const delay = this.#parameters.of("StakeManager", "UNBONDING_DELAY");
    const availableAt = BigInt(this.#history.now.timestamp) + delay;
    this.#history.emit("StakeManager", "UnstakeRequested", { sink, amount, availableAt });
  }

  setSlasher(slasher: Address, authorized: boolean): void {
    if (authorized) this.slashers.add(slasher);
    else this.slashers.delete(slasher);
    this.#history.emit("StakeManager", "SlasherSet", { slasher, authorized });
  }

  slash(slasher: Address, order: SlashOrder): SlashRecord {
    const { sink, amount: requested, reason } = order;
    const stakeBefore = this.of(sink);
    if (!this.slashers.has(slasher)) throw new Error(`${slasher} slashes ${sink} without authority`);
    if (stakeBefore === 0n || requested <= 0n)
      throw new Error(`${slasher} slashes ${sink}, which has nothing`);
    const amount = requested < stakeBefore ? requested : stakeBefore;
    const stakeAfter = stakeBefore - amount;
    const capBefore = this.capOf(sink);
    const evidenceHash = order.evidence ?? zeroHash;
    this.#stakes.set(sink, stakeAfter);
    this.#history.emit("StakeManager", "Slashed", { sink, amount, reason });
    const executed = { sink, slasher, requested, actual: amount, stakeBefore, stakeAfter, evidenceHash };
    this.#history.emit("StakeManager", "SlashExecuted", executed);
    const slash = {
      sink,
      slasher,
      reason,
      requested,
      amount,
      stakeBefore,
      stakeAfter,
      capBefore,
      evidenceHash,
    };
    const record = { ...slash, capAfter: this.capOf(sink), ...this.#history.now };
    this.slashes.push(record);
    return record;
  }
}
