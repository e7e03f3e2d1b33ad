import type { Hex } from "viem";
import type { SinkRole, TaskName } from "../cast.ts";
import { taskOf } from "../cast.ts";
import { commitmentHash } from "../model/Registry.ts";
import { type Random, randomOf } from "../random.ts";
import type { Actor, Stage } from "../stage.ts";
import { declaredCapacity, withholdChance } from "./capacity.ts";

type Secret = { capacity: bigint; nonce: Hex; revealAt: number | null };

/** One sink in one task type: it commits, and reveals 1 to 20 blocks later, or never. */
export class SinkActor implements Actor {
  readonly #role: SinkRole;
  readonly #taskType: Hex;
  readonly #random: Random;
  #nextCommit: number;
  #secret: Secret | null = null;

  constructor(role: SinkRole, serves: TaskName, seed: number) {
    this.#role = role;
    this.#taskType = taskOf(serves).id;
    this.#random = randomOf(seed, `${role.name}/${serves}`);
    this.#nextCommit = this.#random.int(6, 16);
  }

  turn(stage: Stage): void {
    const sink = stage.cast.addressOf(this.#role.name);
    if (!stage.world.registry.isRegistered(this.#taskType, sink)) {
      this.#secret = null;
      return;
    }
    if (this.#secret?.revealAt === stage.tick) this.#reveal(stage, this.#secret);
    const isDue = stage.tick >= this.#nextCommit && stage.tick % stage.profile.grid === 0;
    if (isDue && this.#secret === null && !isLeavingSoon(this.#role, stage)) this.#commit(stage);
    else if (isDue && this.#secret?.revealAt === null) this.#forget(stage);
  }

  #commit(stage: Stage): void {
    const sink = stage.cast.addressOf(this.#role.name);
    const cap = stage.world.stakes.capOf(sink);
    if (cap === 0n || !stage.world.registry.canCommit(this.#taskType, sink)) return;
    const capacity = declaredCapacity(this.#role.character, cap, stage, this.#random);
    const nonce = this.#random.bytes32();
    const isWithheld = this.#random.chance(withholdChance(this.#role.character));
    const latency = this.#latency(stage);
    const hash = commitmentHash(this.#taskType, sink, capacity, nonce);
    stage.act({ by: sink, kind: "commit", taskType: this.#taskType, hash });
    this.#secret = { capacity, nonce, revealAt: isWithheld ? null : stage.tick + latency };
    const [least, most] = stage.profile.commitPause;
    this.#nextCommit = stage.tick + latency + this.#random.int(least, most);
  }

  /** Mostly quick, seldom in the last block that counts. */
  #latency(stage: Stage): number {
    const { timeout } = stage.world.registry;
    if (this.#random.chance(8)) return timeout;
    return this.#random.chance(70) ? this.#random.int(1, 6) : this.#random.int(1, timeout);
  }

  #reveal(stage: Stage, { capacity, nonce }: Secret): void {
    const by = stage.cast.addressOf(this.#role.name);
    stage.act({ by, kind: "reveal", taskType: this.#taskType, capacity, nonce });
    this.#secret = null;
  }

  /** A withheld commitment is let go once the next may follow. */
  #forget(stage: Stage): void {
    const sink = stage.cast.addressOf(this.#role.name);
    if (!stage.world.registry.canCommit(this.#taskType, sink)) return;
    this.#secret = null;
    this.#commit(stage);
  }
}

/** Whether the sink that leaves has stopped committing, so that it leaves nothing behind. */
function isLeavingSoon(role: SinkRole, { permille }: Stage): boolean {
  return role.character === "returning" && permille >= DEPARTURE.notice && permille < DEPARTURE.leave;
}

/** When the returning sink stops committing, leaves and comes back, in thousandths of the history. */
export const DEPARTURE = { notice: 310, leave: 400, back: 600 } as const;
