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
  const seed = faultSeed();
  console.log(`${story}: FAULTS_SEED=${seed}`);
  return randomOf(seed, story);
}
