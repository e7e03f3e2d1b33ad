/** How long a history is and how densely it is played. Intervals are in blocks. */
export type Profile = {
  name: ProfileName;
  /** Blocks from the first act to the last. */
  blocks: number;
  /** Seconds of chain time from one block to the next. */
  blockSeconds: number;
  /** Commits fall on blocks that this divides, so that blocks hold several transactions. */
  grid: number;
  /** A sink's pause between one commitment and the next. */
  commitPause: readonly [number, number];
  /** How often the keeper looks whether a rebalance or a drain is due. */
  keeperEvery: number;
  drainEvery: number;
  /** A source's pause between deposits, and between changes of its stream. */
  depositPause: readonly [number, number];
  streamPause: readonly [number, number];
  /** A sink's pause between small moves of its stake. */
  stakePause: readonly [number, number];
};

export type ProfileName = "week" | "smoke";

/** Chain seconds kept free at the beginning for the deployment. */
export const LEAD_SECONDS = 336;

const PROFILES: Record<ProfileName, Profile> = {
  week: {
    name: "week",
    blocks: 12_593,
    blockSeconds: 48,
    grid: 12,
    commitPause: [36, 82],
    keeperEvery: 12,
    drainEvery: 132,
    depositPause: [90, 240],
    streamPause: [500, 900],
    stakePause: [1200, 3600],
  },
  smoke: {
    name: "smoke",
    blocks: 300,
    blockSeconds: 48,
    grid: 2,
    commitPause: [4, 14],
    keeperEvery: 8,
    drainEvery: 24,
    depositPause: [14, 30],
    streamPause: [40, 80],
    stakePause: [70, 140],
  },
};

/** The profile of a name. Throws on an unknown one. */
export function profileOf(name: string): Profile {
  if (name === "week" || name === "smoke") return PROFILES[name];
  throw new Error(`There is no profile "${name}", expected "week" or "smoke": choose one of them`);
}

/** Seconds from the chain's start to the last block of a profile, the deployment's lead included. */
export function profileDuration(name: ProfileName): number {
  const profile = profileOf(name);
  return LEAD_SECONDS + profile.blocks * profile.blockSeconds;
}
