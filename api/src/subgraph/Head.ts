import { type Block, newestBlock } from "./readBlock.ts";
import type { Lag, Status } from "./Status.ts";
import type { Subgraph } from "./Subgraph.ts";

/** The newest indexed block, and how far the chain is by graph-node's own account; null where it does not say. */
export type IndexedHead = { readonly block: Block; readonly lag: Lag | null };

/** The head that is remembered: when it was asked for, and when the chain's lag was. */
type Known = { readonly head: IndexedHead; readonly askedAt: number; readonly lagAt: number };

/** How old the head of an answer may be when its question comes. */
const MAX_AGE_MS = 100;
/** How long the answers to other questions may say that it is still the head. */
const MAX_TOLD_MS = 2000;

/**
 * The indexed head that all requests share: asked for only while there are questions, and never twice at once.
 * Each of graph-node's answers says what its head is, so that busy requests need not ask for it.
 */
export class Head {
  readonly #subgraph: Subgraph;
  readonly #status: Status;
  #known: Known | null = null;
  #asking: Promise<IndexedHead> | null = null;
  #isLagAsked = false;

  constructor(subgraph: Subgraph, status: Status) {
    this.#subgraph = subgraph;
    this.#status = status;
  }

  /** What is remembered of the head, however old; null where there is nothing. */
  get last(): IndexedHead | null {
    return this.#known?.head ?? null;
  }

  /** Whether `now` answers without a question. */
  get isKnown(): boolean {
    return this.#known !== null && this.#isFresh(this.#known);
  }

  /**
   * The head as it is, or as it was at most 100 ms ago.
   * @throws UPSTREAM_UNAVAILABLE
   */
  async now(): Promise<IndexedHead> {
    const known = this.#known;
    if (known !== null && this.#isFresh(known)) {
      if (ageOf(known.lagAt) >= MAX_AGE_MS) void this.#askLag(known);
      return known.head;
    }
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
      const before = this.#known?.head.block ?? null;
      const [block, lag] = await Promise.all([
        newestBlock(this.#subgraph, before),
        before && this.#status.lag(before.deployment),
      ]);
      const isOf = before?.deployment === block.deployment;
      const head = { block, lag: isOf ? lag : await this.#status.lag(block.deployment) };
      this.#known = { head, askedAt, lagAt: askedAt };
      return head;
    } finally {
      this.#asking = null;
    }
  }

  #isFresh({ head, askedAt }: Known): boolean {
    const told = this.#subgraph.indexed;
    if (ageOf(askedAt) < MAX_AGE_MS) return true;
    return ageOf(askedAt) < MAX_TOLD_MS && told?.hash === head.block.hash && ageOf(told.askedAt) < MAX_AGE_MS;
  }

  /** Asks how far the chain is, for those who come next. */
  async #askLag(known: Known): Promise<void> {
    if (this.#isLagAsked) return;
    this.#isLagAsked = true;
    const lagAt = performance.now();
    const { block } = known.head;
    // Nobody waits for it, so nobody would see it fail.
    const lag = await this.#status.lag(block.deployment).catch(() => null);
    if (this.#known === known) this.#known = { ...known, head: { block, lag }, lagAt };
    this.#isLagAsked = false;
  }
}

function ageOf(moment: number): number {
  return performance.now() - moment;
}
