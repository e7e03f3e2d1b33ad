import type { BlockRange, BufferRow, FactRow, Told } from "../subgraph/news.ts";
import type { Place } from "./ancestor.ts";
import type { Fact } from "./changes.ts";

/** A reveal or a slash that is told of. */
export type ToldFact = Fact & { readonly kind: "reveals" | "slashes"; readonly row: FactRow };

/** What was told of the last blocks. */
export class Past {
  readonly #depth: number;
  readonly #hashes = new Map<number, string>();
  readonly #buffers = new Map<string, string>();
  #facts: ToldFact[] = [];

  /** @param depth how many of the newest blocks are remembered */
  constructor(depth: number) {
    this.#depth = depth;
  }

  /** Hashes of blocks by number. */
  get hashes(): ReadonlyMap<number, string> {
    return this.#hashes;
  }

  /** The facts after a block, up to another. */
  factsIn({ after, upTo }: BlockRange): ToldFact[] {
    return this.#facts.filter(({ block }) => block > after && block <= upTo);
  }

  /** Takes the facts of a range of blocks for what is there now. */
  replaceFacts({ after, upTo }: BlockRange, facts: readonly ToldFact[]): void {
    this.#facts = [...this.#facts.filter(({ block }) => block <= after || block > upTo), ...facts];
  }

  /** Takes a new head with the blocks that it came by, and forgets what is too far behind it. */
  moveTo(head: number, passed: readonly Place[]): void {
    for (const { number, hash } of passed) this.#hashes.set(number, hash);
    for (const number of [...this.#hashes.keys()]) {
      if (number > head || number < head - this.#depth) this.#hashes.delete(number);
    }
    this.#facts = this.#facts.filter(({ block }) => block <= head && block >= head - this.#depth);
  }

  /** Which of these buffers have not been told of. */
  unknownBuffers(ids: readonly string[]): string[] {
    return ids.filter((id) => !this.#buffers.has(id));
  }

  /** Learns what buffers were told to be. */
  learnBuffers(rows: readonly BufferRow[]): void {
    for (const row of rows) this.#buffers.set(row.id, JSON.stringify(row));
  }

  /** Takes what buffers are now, and gives which of them are not what they were told to be. */
  changedBuffers(rows: readonly BufferRow[]): Set<string> {
    const changed = rows.filter((row) => this.#buffers.get(row.id) !== JSON.stringify(row));
    this.#buffers.clear();
    this.learnBuffers(rows);
    return new Set(changed.map(({ id }) => id));
  }
}

/** Reveals and slashes in the order of the chain. */
export function factsOf({ reveals, slashes }: Pick<Told, "reveals" | "slashes">): ToldFact[] {
  const all = [
    ...reveals.map((row) => factOf("reveals", row)),
    ...slashes.map((row) => factOf("slashes", row)),
  ];
  return all.sort((a, b) => (BigInt(a.row.sequence) < BigInt(b.row.sequence) ? -1 : 1));
}

function factOf(kind: ToldFact["kind"], row: FactRow): ToldFact {
  return { kind, row, id: row.id, block: Number(row.blockNumber), print: JSON.stringify(row) };
}
