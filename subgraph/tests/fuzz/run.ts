import { randomOf } from "@manometer/scenario/random";
import { contextOf } from "./contextOf.ts";
import { type Happening, Index } from "./Index.ts";
import { requireIntegrity } from "./integrity.ts";
import { Lawful } from "./Lawful.ts";
import { lawless } from "./Lawless.ts";
import { requireSameAsModel } from "./sameAsModel.ts";
import { requireSound } from "./soundness.ts";

/** What a run of sequences has shown: how many of each kind, and how many events they had. */
export type Outcome = { lawful: number; lawless: number; events: number };

/** Of four sequences so many are such as the contracts allow. Every other of the rest is told in the other dialect. */
const LAWFUL_OF_FOUR = 3;
const SHOWN = 8;

/**
 * Plays sequences of random events through all handlers, each from an empty store, and checks after each what must hold.
 * Throws at the first that does not, with the seed that repeats it alone and the last events of it.
 */
export function fuzz(seed: number, runs: number): Outcome {
  const index = new Index();
  const other = new Index(contextOf("aggregator"));
  const outcome = { lawful: 0, lawless: 0, events: 0 };
  for (let run = seed; run < seed + runs; run++) {
    const isLawful = run % 4 < LAWFUL_OF_FOUR;
    outcome[isLawful ? "lawful" : "lawless"] += 1;
    outcome.events += isLawful ? playLawful(index, run) : playLawless(run % 8 < 4 ? index : other, run);
  }
  return outcome;
}

function playLawful(index: Index, seed: number): number {
  const random = randomOf(seed, "lawful");
  const lawful = new Lawful(random);
  lawful.play(random.int(10, 50));
  return check(index, { seed, logs: lawful.journal.logs }, () => {
    requireSound(index.store);
    requireIntegrity(index.store);
    requireSameAsModel(index.store, lawful);
  });
}

function playLawless(index: Index, seed: number): number {
  const random = randomOf(seed, "lawless");
  const logs = lawless(random, random.int(5, 40));
  return check(index, { seed, logs }, () => requireSound(index.store));
}

function check(
  index: Index,
  { seed, logs }: { seed: number; logs: Happening[] },
  verify: () => void,
): number {
  let handled = 0;
  index.clear();
  try {
    for (const log of logs) {
      handled += 1;
      index.handle(log);
    }
    verify();
  } catch (error) {
    const last = logs
      .slice(Math.max(0, handled - SHOWN), handled)
      .map(lineOf)
      .join("\n  ");
    throw new Error(`the sequence of seed ${seed}, after ${handled} events: ${error}\n  ${last}`, {
      cause: error,
    });
  }
  return logs.length;
}

function lineOf({ contract, event, args, block, logIndex }: Happening): string {
  const values = Object.entries(args).map(([name, value]) => `${name} ${value}`);
  return `block ${block.number}, log ${logIndex}: ${contract}.${event}(${values.join(", ")})`;
}
