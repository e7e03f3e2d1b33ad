import { setTimeout as sleep } from "node:timers/promises";
import { playBusyDays, roundOf } from "./busyDays.ts";
import type { History, NextBlock } from "./History.ts";

/** How a chain goes on: whether anybody acts in its blocks, and how far apart they come (ms). */
export type Pace = { readonly isBusy: boolean; readonly pauseMs: number };

const MOST_ROUNDS = 5000;
const CALM: NextBlock = { after: 12, acts: [] };

/** A chain that goes on by itself, two blocks at a time. */
export class Miner {
  readonly #history: History;
  readonly #pace: Pace;
  #isOver = false;
  #mined: Promise<void> = Promise.resolve();
  /** The newest block. */
  head = 0;

  private constructor(history: History, pace: Pace) {
    this.#history = history;
    this.#pace = pace;
  }

  /** Begins after a history; where it is busy, whatever was committed to expires first. */
  static async after(history: History, pace: Pace): Promise<Miner> {
    const miner = new Miner(history, pace);
    if (pace.isBusy) await playBusyDays(history, 1);
    miner.head = (await history.chain.head()).block;
    miner.#mined = miner.#mine();
    // told by end()
    miner.#mined.catch(() => undefined);
    return miner;
  }

  /** Mines no more, and gives the last block. Throws what went wrong. */
  async end(): Promise<number> {
    this.#isOver = true;
    await this.#mined;
    return this.head;
  }

  async #mine(): Promise<void> {
    const cast = await this.#history.cast();
    const [library, keeper] = [cast.addressOf("library"), cast.addressOf("keeper")];
    for (let round = 1; round <= MOST_ROUNDS && !this.#isOver; round++) {
      const busy = () => roundOf(this.#history, round, { library, keeper });
      for (const block of this.#pace.isBusy ? busy() : [CALM, CALM]) {
        this.head = (await this.#history.extend([block])).block;
        await sleep(this.#pace.pauseMs);
      }
    }
  }
}
