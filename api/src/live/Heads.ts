import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyBaseLogger } from "fastify";
import type { IndexedHead } from "../subgraph/Head.ts";
import { type BlockRange, buffersAt, MOST_BUFFERS, newsOf, parentOf, type Told } from "../subgraph/news.ts";
import type { Subgraph } from "../subgraph/Subgraph.ts";
import { type Lineage, lineageOf } from "./ancestor.ts";
import { changesOf, type Progress } from "./changes.ts";
import type { News } from "./News.ts";
import { factsOf, Past, type ToldFact } from "./Past.ts";

/** What the index is watched with. */
export type Watch = {
  readonly subgraph: Subgraph;
  /** The indexed head as it is now. */
  readonly head: () => Promise<IndexedHead>;
  /** How many of the newest blocks may still be replaced. */
  readonly depth: number;
  /** Time between two looks (ms). */
  readonly everyMs: number;
  readonly log: FastifyBaseLogger;
};

/** Blocks whose facts are read at once. */
const STRIDE = 500;
const WAIT_WHEN_AWAY_MS = 1000;

/** Looks at the index again and again, for all clients together, and tells what is new. */
export class Heads {
  readonly #watch: Watch;
  readonly #tell: (news: News) => void;
  readonly #buffers = new Map<string, number>();
  #past: Past;
  #current: IndexedHead | null = null;
  #stop: AbortController | null = null;

  constructor(watch: Watch, tell: (news: News) => void) {
    this.#watch = { ...watch, depth: Math.min(watch.depth, STRIDE) };
    this.#tell = tell;
    this.#past = new Past(this.#watch.depth);
  }

  /** The newest head that was told of; null before the first, and while nobody listens. */
  get current(): IndexedHead | null {
    return this.#current;
  }

  /** Whether graph-node answered when it was last asked. */
  isUp = false;

  /** Begins to look, with nothing told of yet. */
  start(): void {
    if (this.#stop !== null) return;
    this.#stop = new AbortController();
    void this.#run(this.#stop.signal);
  }

  /** Looks no more, and forgets. */
  stop(): void {
    this.#stop?.abort();
    this.#stop = null;
    this.#current = null;
    this.#past = new Past(this.#watch.depth);
  }

  /** Begins to tell of a buffer's changes; false where so many are told of already that no more can be. */
  watchBuffer(id: string): boolean {
    if (!this.#buffers.has(id) && this.#buffers.size >= MOST_BUFFERS) return false;
    this.#buffers.set(id, (this.#buffers.get(id) ?? 0) + 1);
    return true;
  }

  /** The opposite of `watchBuffer`. */
  leaveBuffer(id: string): void {
    const left = (this.#buffers.get(id) ?? 1) - 1;
    if (left === 0) this.#buffers.delete(id);
    else this.#buffers.set(id, left);
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.#look(signal);
        this.isUp = true;
      } catch (error) {
        if (this.isUp) this.#watch.log.warn({ err: error }, "subscriptions wait: the index cannot be read");
        this.isUp = false;
      }
      const pause = this.isUp ? this.#watch.everyMs : WAIT_WHEN_AWAY_MS;
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  }

  async #look(signal: AbortSignal): Promise<void> {
    const { depth } = this.#watch;
    const head = await this.#watch.head();
    const subgraph = this.#watch.subgraph.of(head.block.deployment);
    if (signal.aborted || isSame(head, this.#current) || isLate(head, this.#current)) return;
    const lineage = await this.#lineage(head);
    const watched = [...this.#buffers.keys()];
    await this.#learn(watched);
    const next = head.block.number;
    const last = this.#current?.block.number ?? next;
    const from = lineage.ancestor ?? Math.min(last, next) - depth;
    for (let after = from; ; after += STRIDE) {
      const upTo = Math.min(after + STRIDE, next);
      const told = await newsOf(subgraph, { after, upTo }, head.block, watched);
      if (signal.aborted) return;
      // Only what was told up to the last head can have been replaced; the strides after the first lie beyond it.
      const range = { after, upTo: after === from ? Math.max(upTo, last) : upTo };
      const ancestor = after === from ? lineage.ancestor : after;
      const news = { head, ...this.#take(told, range, { last, ancestor }) };
      if (upTo < next) {
        this.#tell({ ...news, isPartial: true, buffers: new Set() });
        continue;
      }
      this.#past.moveTo(next, lineage.passed);
      const buffers = this.#changed(watched, told);
      this.#current = head;
      this.#tell({ ...news, isPartial: false, buffers });
      return;
    }
  }

  /** Learns what those buffers were that came to be watched since the last look. */
  async #learn(watched: readonly string[]): Promise<void> {
    const unknown = this.#past.unknownBuffers(watched);
    if (this.#current === null || unknown.length === 0) return;
    this.#past.learnBuffers(await buffersAt(this.#watch.subgraph, this.#current.block, unknown));
  }

  /** Which buffers have changed. At the first look all count, and those always that came while it lasted. */
  #changed(watched: readonly string[], { buffers }: Told): ReadonlySet<string> {
    const changed = this.#past.changedBuffers(buffers);
    const known = new Set(this.#current === null ? [] : watched);
    for (const id of this.#buffers.keys()) if (!known.has(id)) changed.add(id);
    return changed;
  }

  #take(told: Told, range: BlockRange, progress: Progress): Pick<News, "facts" | "fork"> {
    const now = factsOf(told);
    const before = this.#past.factsIn(range);
    this.#past.replaceFacts(range, now);
    // The first look only learns what has been before it.
    if (this.#current === null) return { facts: [], fork: null };
    const { fresh, forkedAt, gone } = changesOf(before, now, progress);
    const ids = (kind: ToldFact["kind"]) => gone.filter((fact) => fact.kind === kind).map(({ id }) => id);
    const fork =
      forkedAt === null ? null : { fromBlock: forkedAt, reveals: ids("reveals"), slashes: ids("slashes") };
    return { facts: fresh, fork };
  }

  async #lineage({ block }: IndexedHead): Promise<Lineage> {
    if (block.hash === null) return { ancestor: null, passed: [] };
    const { subgraph, depth } = this.#watch;
    const head = { number: block.number, hash: block.hash };
    const steps = this.#current === null ? 0 : depth;
    return lineageOf(head, this.#past.hashes, (hash) => parentOf(subgraph, hash), steps);
  }
}

/** Whether another version of the subgraph has taken the place of the last one and comes to its block yet. */
function isLate({ block }: IndexedHead, known: IndexedHead | null): boolean {
  return known !== null && known.block.deployment !== block.deployment && block.number < known.block.number;
}

function isSame({ block }: IndexedHead, known: IndexedHead | null): boolean {
  return known !== null && known.block.number === block.number && known.block.hash === block.hash;
}
