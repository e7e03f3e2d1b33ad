import type { Character } from "../cast.ts";
import type { Random } from "../random.ts";
import type { Stage } from "../stage.ts";

const BPS = 10_000n;

/** The part of a stage that a declaration depends on. */
export type Season = Pick<Stage, "tick" | "permille" | "profile">;

/** The history's shock, in thousandths of its length: capacity collapses, and comes back slowly. */
export const SHOCK = { from: 450, until: 580 } as const;

/** Until when the reformed sink promises more than its cap, in thousandths of the history. */
const REFORM = 500;

/** Shares of a sink's cap, in hundredths, that it declares by character. */
const SHARES: Record<Character, (season: Season, random: Random) => number> = {
  steady: (_season, random) => 60 + random.int(-1, 1),
  noisy: (_season, random) => 50 + random.int(-35, 35),
  ramping: ({ permille }, random) => 10 + Math.floor((permille * 85) / 1000) + random.int(-2, 2),
  overclaiming: (_season, random) => (random.chance(80) ? random.int(105, 250) : 92),
  withholding: (_season, random) => 70 + random.int(-5, 5),
  failing: ({ permille }, random) => {
    if (permille < SHOCK.from) return 80 + random.int(-2, 2);
    if (permille < SHOCK.until) return 4 + random.int(-3, 3);
    return Math.min(75, 15 + Math.floor((permille - SHOCK.until) / 5)) + random.int(-2, 2);
  },
  twin: (season, random) => 55 + tide(season, 8) + random.int(-1, 1),
  returning: (_season, random) => 60 + random.int(-20, 20),
  reformed: ({ permille }, random) => (permille < REFORM ? 125 : 90) + random.int(-2, 2),
  tidal: (season, random) => 50 + tide(season, 38) + random.int(-3, 3),
};

/** A triangle wave in `[−height, height]`, a day long, or half a history where that is shorter. */
function tide({ tick, profile }: Season, height: number): number {
  const period = Math.min(Math.floor(86_400 / profile.blockSeconds), Math.floor(profile.blocks / 2));
  const phase = tick % period;
  const rising = phase * 2 < period;
  const climbed = Math.floor(((rising ? phase : period - phase) * 4 * height) / period);
  return climbed - height;
}

/** The capacity that a sink declares now, for its cap now. */
export function declaredCapacity(character: Character, cap: bigint, season: Season, random: Random): bigint {
  const share = BigInt(SHARES[character](season, random)) * 100n;
  return (cap * share) / BPS + random.big(0n, cap / BPS);
}

/** Chances in percent that a sink never reveals what it has committed to. */
export function withholdChance(character: Character): number {
  if (character === "withholding") return 70;
  return character === "noisy" || character === "twin" || character === "tidal" ? 3 : 0;
}
