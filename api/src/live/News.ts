import type { IndexedHead } from "../subgraph/Head.ts";
import type { ToldFact } from "./Past.ts";

/** The past that has changed. */
export type Fork = {
  /** First block that is not, or may not be, the one that was told of. */
  readonly fromBlock: number;
  /** Ids of the facts of that block and later ones, as they were told. */
  readonly reveals: readonly string[];
  readonly slashes: readonly string[];
};

/** What a look at the index has brought. */
export type News = {
  readonly head: IndexedHead;
  /** Whether more of the same head follows: facts come in parts where many blocks have passed. */
  readonly isPartial: boolean;
  /** Facts to tell, in the order of the chain. */
  readonly facts: readonly ToldFact[];
  /** Buffers that are not what they were. */
  readonly buffers: ReadonlySet<string>;
  readonly fork: Fork | null;
};
