import type { Chain } from "./Chain.ts";
import type { Sources } from "./networks.ts";

/** What is indexed: contracts on a chain, and what happens there. */
export type World = {
  chain: Chain;
  /** Whether the chain begins anew at every start of the stack. */
  isInMemory: boolean;
  sources: Sources;
  /** The SuperToken of the pools, which wraps the buffers' token; null where nobody has said. */
  superToken: string | null;
  /** Plays the history, where there is one, and returns the number of the block to index up to. */
  play(): Promise<number>;
  /** Goes on until the stack ends; null when nothing more is to happen. */
  live: (() => Promise<void>) | null;
};
