/** A block by its place and its hash. */
export type Place = { readonly number: number; readonly hash: string };

/** How a head hangs on what is known: its ancestor there, and the blocks from it to the head. */
export type Lineage = {
  /** Number of the newest known block that the head descends from, or is; null where that cannot be told. */
  readonly ancestor: number | null;
  /** The head and the ancestors that were passed on the way, newest first. */
  readonly passed: readonly Place[];
};

/**
 * Follows parents from a head down to a known block.
 * @param known hashes of known blocks by number
 * @param parentOf gives the hash of a block's parent, null where it is not known
 * @param most steps at most
 */
export async function lineageOf(
  head: Place,
  known: ReadonlyMap<number, string>,
  parentOf: (hash: string) => Promise<string | null>,
  most: number,
): Promise<Lineage> {
  const passed: Place[] = [];
  let place = head;
  while (known.get(place.number) !== place.hash) {
    passed.push(place);
    const parent = passed.length > most ? null : await parentOf(place.hash);
    if (parent === null) return { ancestor: null, passed };
    place = { number: place.number - 1, hash: parent };
  }
  return { ancestor: place.number, passed };
}
