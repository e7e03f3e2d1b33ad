import type { SinkRole } from "../cast.ts";
import { type Random, randomOf } from "../random.ts";
import type { Actor, Stage } from "../stage.ts";

/** A sink that now and then adds to its stake, or takes a little back where its promises allow it. */
export class StakeActor implements Actor {
  readonly #role: SinkRole;
  readonly #random: Random;
  #next: number | null = null;

  constructor(role: SinkRole, seed: number) {
    this.#role = role;
    this.#random = randomOf(seed, `${role.name}/stake`);
  }

  turn(stage: Stage): void {
    if (this.#next === null) this.#next = stage.tick + this.#pause(stage);
    if (stage.tick < this.#next) return;
    this.#next = stage.tick + this.#pause(stage);
    const by = stage.cast.addressOf(this.#role.name);
    const { stakes, registry } = stage.world;
    if (stakes.of(by) === 0n) return;
    const amount = (this.#role.stake * this.#random.big(5n, 30n)) / 1000n;
    const wantsOut = this.#random.chance(35);
    if (!wantsOut) stage.act({ by, kind: "stake", amount });
    else if (stakes.canUnstake(by, amount, registry.obligationsOf(by)))
      stage.act({ by, kind: "unstake", amount });
  }

  #pause({ profile }: Stage): number {
    const [least, most] = profile.stakePause;
    return this.#random.int(least, most);
  }
}
