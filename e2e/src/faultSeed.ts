import { type Random, randomOf } from "@manometer/scenario/random";

/** The seed of whatever a story of faults draws by chance: the variable FAULTS_SEED, else 1. Throws where it is no number. */
export function faultSeed(): number {
  const seed = Number(process.env.FAULTS_SEED ?? 1);
  if (Number.isSafeInteger(seed)) return seed;
  throw new Error(`FAULTS_SEED is ${process.env.FAULTS_SEED}: it must be a whole number`);
}

/** The seed of this process. */
export const FAULTS_SEED = faultSeed();

/** Chance for one story; says its seed, so that a run can be had again. */
export function chanceFor(story: string): Random {
  console.log(`${story}: FAULTS_SEED=${faultSeed()}`);
  return chanceOf(story);
}

/** Chance for one who acts in a story beside others, so that none depends on when another draws. */
export function chanceOf(name: string): Random {
  return randomOf(faultSeed(), name);
}
