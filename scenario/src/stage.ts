import type { Act } from "./acts.ts";
import type { Cast } from "./cast.ts";
import type { World } from "./model/World.ts";
import type { Profile } from "./profile.ts";

/** What an actor sees at its turn. `tick` counts blocks from the first of the history, which is 0. */
export type Stage = {
  world: World;
  cast: Cast;
  profile: Profile;
  tick: number;
  /** Thousandths of the history that are behind. */
  permille: number;
  /** Adds a transaction to the present block; the model follows at once. */
  act(act: Act): void;
};

/** Somebody who is asked once per block whether there is something to do. */
export type Actor = { turn(stage: Stage): void };
