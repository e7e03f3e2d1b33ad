import { renameSync } from "node:fs";

/** A file or folder that is to lie elsewhere on the same disk. */
export type Move = [from: string, to: string];

/** Moves all of them, or none. Errors: a system error. */
export function moveAll(moves: readonly Move[]): void {
  const done: Move[] = [];
  try {
    for (const [from, to] of moves) {
      renameSync(from, to);
      done.push([from, to]);
    }
  } catch (error) {
    for (const [from, to] of done.reverse()) renameSync(to, from);
    throw error;
  }
}
