import type { Address, Hex } from "viem";
import { hasDrifted, unitsOf } from "./capacity.ts";
import type { History } from "./History.ts";
import type { Parameters } from "./Parameters.ts";
import type { Registry } from "./Registry.ts";

/** A task type's pool: units by member, and what each source asked to stream, in wei a second. */
export type Pool = { units: Map<Address, bigint>; rates: Map<Address, bigint>; lastTotal: bigint };

/** The pools, as BackpressurePool and Superfluid's GDA should keep them. */
export class Pools {
  readonly pools = new Map<Hex, Pool>();
  readonly #history: History;
  readonly #parameters: Parameters;
  readonly #registry: Registry;
  readonly #admin: Address;

  constructor(history: History, parameters: Parameters, registry: Registry, admin: Address) {
    this.#history = history;
    this.#parameters = parameters;
    this.#registry = registry;
    this.#admin = admin;
  }

  of(id: Hex): Pool {
    const pool = this.pools.get(id);
    if (pool === undefined) throw new Error(`Task type ${id} has no pool`);
    return pool;
  }

  totalUnits(id: Hex): bigint {
    let total = 0n;
    for (const units of this.of(id).units.values()) total += units;
    return total;
  }

  create(id: Hex): void {
    this.#registry.task(id);
    if (this.pools.has(id)) throw new Error(`Task type ${id} has its pool`);
    this.pools.set(id, { units: new Map(), rates: new Map(), lastTotal: 0n });
    this.#history.emit("BackpressurePool", "PoolCreated", { taskTypeId: id });
  }

  needsRebalance(id: Hex): boolean {
    const threshold = this.#parameters.of("BackpressurePool", "REBALANCE_THRESHOLD_BPS");
    return hasDrifted(this.#registry.totalEffective(id), this.of(id).lastTotal, threshold);
  }

  rebalance(id: Hex): void {
    const pool = this.of(id);
    const capacities = this.#registry.effective(id);
    for (const sink of capacities.keys()) this.#registry.clamp(id, sink);
    const total = this.#registry.totalEffective(id);
    const scale = this.#parameters.of("BackpressurePool", "UNIT_SCALE");
    for (const member of [...pool.units.keys()]) {
      if (!capacities.has(member)) this.#setUnits(pool, member, 0n);
    }
    for (const [sink, capacity] of capacities) this.#setUnits(pool, sink, unitsOf(capacity, scale, total));
    if (pool.rates.size > 0) this.#noteFlow(this.#admin);
    pool.lastTotal = total;
    const sinkCount = BigInt(pool.units.size);
    this.#history.emit("BackpressurePool", "Rebalanced", { taskTypeId: id, sinkCount, totalCapacity: total });
  }

  /** A source starts, changes or (rate 0) stops its stream. */
  stream(id: Hex, source: Address, rate: bigint): void {
    const pool = this.of(id);
    if (this.totalUnits(id) === 0n)
      throw new Error(`${source} streams into the pool of ${id}, which has no units`);
    if (rate === 0n) pool.rates.delete(source);
    else pool.rates.set(source, rate);
    this.#noteFlow(source);
  }

  /** A source distributes an amount at once: each unit gets `floor(amount / total units)`. */
  distribute(id: Hex, source: Address, requestedAmount: bigint): void {
    const total = this.totalUnits(id);
    if (total === 0n) throw new Error(`${source} distributes to the pool of ${id}, which has no units`);
    const actualAmount = (requestedAmount / total) * total;
    const args = { distributor: source, requestedAmount, actualAmount };
    this.#history.emit("GeneralDistributionAgreementV1", "InstantDistributionUpdated", args);
  }

  #setUnits(pool: Pool, member: Address, newUnits: bigint): void {
    const oldUnits = pool.units.get(member) ?? 0n;
    if (oldUnits === newUnits) return;
    if (newUnits === 0n) pool.units.delete(member);
    else pool.units.set(member, newUnits);
    this.#history.emit("SuperfluidPool", "MemberUnitsUpdated", { member, oldUnits, newUnits });
  }

  #noteFlow(distributor: Address): void {
    this.#history.emit("GeneralDistributionAgreementV1", "FlowDistributionUpdated", { distributor });
  }
}
