import { uniformBigInt } from "pure-rand/distribution/uniformBigInt";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { type Hex, toHex } from "viem";

/** A seeded source of chance. The same seed and name give the same run of values. */
export type Random = {
  /** An integer in `[from, to]`. */
  int(from: number, to: number): number;
  /** A bigint in `[from, to]`. */
  big(from: bigint, to: bigint): bigint;
  /** True with a probability in percent. */
  chance(percent: number): boolean;
  /** One of the given things. Throws when there is none. */
  pick<T>(things: readonly T[]): T;
  /** 32 random bytes. */
  bytes32(): Hex;
};

/** FNV-1a over a name, so that each actor draws from a run of its own and a new actor disturbs no other. */
function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (const char of name) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return hash;
}

/** A source of chance for one actor. */
export function randomOf(seed: number, name: string): Random {
  const generator = xoroshiro128plus((seed ^ hashOf(name)) | 0);
  const int = (from: number, to: number) => uniformInt(generator, from, to);
  const big = (from: bigint, to: bigint) => uniformBigInt(generator, from, to);
  return {
    int,
    big,
    chance: (percent) => int(0, 99) < percent,
    pick: (things) => {
      const thing = things[int(0, things.length - 1)];
      if (thing === undefined) throw new RangeError("pick from nothing: expected at least one thing");
      return thing;
    },
    bytes32: () => toHex(big(0n, (1n << 256n) - 1n), { size: 32 }),
  };
}
