import { type Block, newestBlock } from "./readBlock.ts";
import type { Lag, Status } from "./Status.ts";
import type { Subgraph } from "./Subgraph.ts";

/** The newest indexed block, and how far the chain is by graph-node's own account; null where it does not say. */
export type IndexedHead = { readonly block: Block; readonly lag: Lag | null };

/** How old the head of an answer may be when its question comes. */
const MAX_AGE_MS = 100;

/** The indexed head that all requests share: asked for only while there are questions, and never twice at once. */
export class Head {
  readonly #subgraph: Subgraph;
  readonly #status: Status;
  #known: { readonly head: IndexedHead; readonly askedAt: number } | null = null;
  #asking: Promise<IndexedHead> | null = null;

  constructor(subgraph: Subgraph, status: Status) {
    this.#subgraph = subgraph;
    this.#status = status;
  }

  /** What is remembered of the head, however old; null where there is nothing. */
  get last(): IndexedHead | null {
    return this.#known?.head ?? null;
  }

  /**
   * The head as it is, or as it was at most 100 ms ago.
   * @throws UPSTREAM_UNAVAILABLE
   */
  async now(): Promise<IndexedHead> {
    const known = this.#known;
    if (known !== null && performance.now() - known.askedAt < MAX_AGE_MS) return known.head;
    this.#asking ??= this.#ask();
    return this.#asking;
  }

  /**
   * The head as it is after this call, where what is remembered has proved to be of the past.
   * @throws UPSTREAM_UNAVAILABLE
   */
  async fresh(): Promise<IndexedHead> {
    await this.#asking?.catch(() => null);
    this.#asking ??= this.#ask();
    return this.#asking;
  }

  async #ask(): Promise<IndexedHead> {
    const askedAt = performance.now();
    try {
      const block = await newestBlock(this.#subgraph, this.#known?.head.block ?? null);
      const head = { block, lag: await this.#status.lag(block.deployment) };
      this.#known = { head, askedAt };
      return head;
    } finally {
      this.#asking = null;
    }
  }
}
