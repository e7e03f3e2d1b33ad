import type { World } from "@manometer/scenario/model/World";

type Hex = `0x${string}`;

/**
 * What members are sent, second by second, as Superfluid's rules have it: each unit gets the floor of what flows in by the
 * units there are.
 */
export class Streams {
  readonly #world: World;
  readonly #received = new Map<string, bigint>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Wei that the member of a pool was sent. */
  received(taskType: Hex, member: Hex): bigint {
    return this.#received.get(`${taskType} ${member}`) ?? 0n;
  }

  /** The rate at which tokens arrive, wei a second. */
  total(taskType: Hex): bigint {
    return this.#perUnit(taskType) * this.#world.pools.totalUnits(taskType);
  }

  /** So many seconds pass. */
  flow(seconds: number): void {
    for (const taskType of this.#world.pools.pools.keys()) {
      this.#give(taskType, this.#perUnit(taskType) * BigInt(seconds));
    }
  }

  /** An amount arrives at once. */
  distribute(taskType: Hex, amount: bigint): void {
    this.#give(taskType, amount / this.#world.pools.totalUnits(taskType));
  }

  #perUnit(taskType: Hex): bigint {
    const units = this.#world.pools.totalUnits(taskType);
    if (units === 0n) return 0n;
    let rate = 0n;
    for (const each of this.#world.pools.of(taskType).rates.values()) rate += each;
    return rate / units;
  }

  #give(taskType: Hex, perUnit: bigint): void {
    for (const [member, units] of this.#world.pools.of(taskType).units) {
      const received = this.received(taskType, member) + units * perUnit;
      this.#received.set(`${taskType} ${member}`, received);
    }
  }
}
