import type { Hex } from "viem";
import { type SourceRole, type TaskName, taskOf } from "../cast.ts";
import { type Random, randomOf } from "../random.ts";
import type { Actor, Stage } from "../stage.ts";

/** One source in one task type: it streams at a changing rate, and deposits what overflows. */
export class SourceActor implements Actor {
  readonly #role: SourceRole;
  readonly #taskType: Hex;
  readonly #random: Random;
  #nextDeposit: number;
  #nextStream: number;

  constructor(role: SourceRole, pays: TaskName, seed: number) {
    this.#role = role;
    this.#taskType = taskOf(pays).id;
    this.#random = randomOf(seed, `${role.name}/${pays}`);
    this.#nextDeposit = this.#random.int(8, 20);
    this.#nextStream = this.#random.int(12, 24);
  }

  turn(stage: Stage): void {
    if (stage.tick >= this.#nextStream && stage.world.pools.totalUnits(this.#taskType) > 0n)
      this.#stream(stage);
    if (stage.tick >= this.#nextDeposit) this.#deposit(stage);
  }

  /** Starts, changes, or one time in five stops a stream; what was stopped starts again. */
  #stream(stage: Stage): void {
    const by = stage.cast.addressOf(this.#role.name);
    const isRunning = stage.world.pools.of(this.#taskType).rates.has(by);
    const stops = this.#random.chance(20) && isRunning;
    const rate = stops ? 0n : (this.#role.rate * this.#random.big(500n, 1500n)) / 1000n;
    stage.act({ by, kind: "stream", taskType: this.#taskType, rate });
    const [least, most] = stage.profile.streamPause;
    this.#nextStream = stage.tick + this.#random.int(least, most);
  }

  /** Deposits all of it where it fits, and else what fits. */
  #deposit(stage: Stage): void {
    const by = stage.cast.addressOf(this.#role.name);
    const amount = (this.#role.deposit * this.#random.big(300n, 1700n)) / 1000n;
    const room = stage.world.buffers.room(this.#taskType);
    const kind = room === null || amount <= room ? "deposit" : "depositUpTo";
    stage.act({ by, kind, taskType: this.#taskType, amount });
    const [least, most] = stage.profile.depositPause;
    this.#nextDeposit = stage.tick + this.#random.int(least, most);
  }
}
