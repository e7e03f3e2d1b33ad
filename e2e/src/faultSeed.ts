import { type Random, randomOf } from "@manometer/scenario/random";

/** The seed of the moments at which faults come: the variable FAULTS_SEED, else 1. */
export const FAULTS_SEED = Number(process.env.FAULTS_SEED ?? 1);

/** Chance for one story; says its seed, so that a run can be had again. */
export function chanceFor(story: string): Random {
  console.log(`${story}: FAULTS_SEED=${FAULTS_SEED}`);
  return randomOf(FAULTS_SEED, story);
}
