import { setTimeout as sleep } from "node:timers/promises";
import type { Act } from "@manometer/scenario/acts";
import { playBusyDays, roundOf } from "./busyDays.ts";
import type { History, NextBlock } from "./History.ts";

/** How a chain goes on: what happens in each round (counted from 1), and how far apart its blocks come (ms). */
type Pace = { readonly pauseMs: number; readonly blocks: (round: number) => NextBlock[] };

const MOST_ROUNDS = 5000;

/** A chain that goes on by itself. */
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

  /** Begins after a history, with rounds of two blocks in which everybody acts. */
  static async after(history: History, { pauseMs }: { pauseMs: number }): Promise<Miner> {
    await playBusyDays(history, 1);
    const cast = await history.cast();
    const names = { library: cast.addressOf("library"), keeper: cast.addressOf("keeper") };
    return Miner.#begin(history, { pauseMs, blocks: (round) => roundOf(history, round, names) });
  }

  /** Begins after a history, with these acts in each block. */
  static async of(
    history: History,
    { pauseMs, acts }: { pauseMs: number; acts: (round: number) => Act[] },
  ): Promise<Miner> {
    return Miner.#begin(history, { pauseMs, blocks: (round) => [{ after: 12, acts: acts(round) }] });
  }

  static async #begin(history: History, pace: Pace): Promise<Miner> {
    const miner = new Miner(history, pace);
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
    for (let round = 1; round <= MOST_ROUNDS && !this.#isOver; round++) {
      for (const block of this.#pace.blocks(round)) {
        this.head = (await this.#history.extend([block])).block;
        await sleep(this.#pace.pauseMs);
      }
    }
  }
}
