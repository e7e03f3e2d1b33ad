import type { Window } from "@manometer/analytics/series";
import { apiError } from "../errors.ts";
import type { Block } from "./Blocks.ts";
import type { FactBudget } from "./FactBudget.ts";
import type { Fact, FactKind } from "./FactKind.ts";
import { bucketPage, firstPages, nextPage, PAGE } from "./factQueries.ts";
import { type Grain, grainOf } from "./grain.ts";
import type { Subgraph } from "./Subgraph.ts";

/** Which history is wanted: a window at a block; `interval` (seconds) where it will be cut into rows, else null. */
export type Question = { readonly block: Block; readonly window: Window; readonly interval: bigint | null };

/** What happened to one parent in a window: facts, then buckets, then facts, all in chain order. */
export type History<F, B> = {
  readonly resolution: "RAW" | "HOUR" | "DAY";
  /** The window that was read; its start may have been moved down to where a bucket begins. */
  readonly window: Window;
  /** The newest fact before the window. */
  readonly before: F | null;
  readonly head: readonly F[];
  readonly buckets: readonly B[];
  readonly tail: readonly F[];
};

type Parent<F> = {
  readonly id: string;
  readonly facts: F[];
  readonly before: F[];
  readonly last: { at: string }[];
};

/**
 * How much is read: up to `raw` facts one by one even where hours could be read instead, never more than `most`
 * facts or buckets of one parent, and all together what the request's budget allows.
 */
export type Limits = { readonly raw: number; readonly most: number; readonly budget: FactBudget };

const PARENTS_PER_QUERY = 25;
const QUERIES_AT_ONCE = 4;

/** Reads histories from graph-node: with one question for many parents, and more for those with long ones. */
export class HistoryReader<F extends Fact, B> {
  readonly #subgraph: Subgraph;
  readonly #kind: FactKind;
  readonly #limits: Limits;

  constructor(subgraph: Subgraph, kind: FactKind, limits: Limits) {
    this.#subgraph = subgraph;
    this.#kind = kind;
    this.#limits = limits;
  }

  /**
   * The histories of parents, in the order of their ids.
   * @throws BAD_WINDOW where one is too long, TOO_COMPLEX where the request's budget is spent
   */
  async read(ids: readonly string[], question: Question): Promise<History<F, B>[]> {
    const parts = chunks(ids, PARENTS_PER_QUERY);
    const all: History<F, B>[] = [];
    for (const wave of chunks(parts, QUERIES_AT_ONCE)) {
      all.push(...(await Promise.all(wave.map((part) => this.#readFew(part, question)))).flat());
    }
    return all;
  }

  async #readFew(ids: readonly string[], question: Question): Promise<History<F, B>[]> {
    const variables = { ids, ...bounds(question.window), block: question.block.height };
    const { parents } = await this.#subgraph.ask<{ parents: Parent<F>[] }>(firstPages(this.#kind), variables);
    this.#limits.budget.take(parents.reduce((sum, parent) => sum + parent.facts.length, 0));
    const byId = new Map(parents.map((parent) => [parent.id, parent]));
    return Promise.all(ids.map((id) => this.#finish(id, byId.get(id), question)));
  }

  async #finish(id: string, parent: Parent<F> | undefined, question: Question): Promise<History<F, B>> {
    const { window } = question;
    const first = parent?.facts ?? [];
    const before = parent?.before[0] ?? null;
    const grain = this.#kind.buckets && grainOf(question, BigInt(parent?.last[0]?.at ?? 0));
    const limit = grain === null ? this.#limits.most : this.#limits.raw;
    const facts = await this.#facts(id, question, first, limit);
    if (facts !== null) return { resolution: "RAW", window, before, head: facts, buckets: [], tail: [] };
    if (grain === null) throw this.#tooMany();
    return this.#byBuckets(id, question, grain);
  }

  /** All facts after those of the first page; null where there are more than `limit`. */
  async #facts(id: string, { window, block }: Question, first: F[], limit: number): Promise<F[] | null> {
    if (first.length > limit) return null;
    const facts = [...first];
    for (let page = first; page.length === PAGE; ) {
      const after = page.at(-1)?.order;
      const left = { after, limit: limit - facts.length, ...bounds(window) };
      const variables = { ids: [id], ...left, block: block.height };
      const answer = await this.#subgraph.ask<{ parents: { facts: F[]; over: unknown[] }[] }>(
        nextPage(this.#kind),
        variables,
      );
      if (answer.parents[0]?.over.length !== 0) return null;
      page = answer.parents[0].facts;
      this.#limits.budget.take(page.length);
      facts.push(...page);
    }
    return facts;
  }

  async #byBuckets(id: string, question: Question, grain: Grain): Promise<History<F, B>> {
    const { block } = question;
    const { window, bucketsFrom, bucketsTo } = grain;
    const [early, late, buckets] = await Promise.all([
      this.#edge(id, block, { from: window.from, to: bucketsFrom }),
      this.#edge(id, block, { from: bucketsTo, to: window.to }),
      this.#buckets(id, block, grain),
    ]);
    const { resolution } = grain;
    return { resolution, window, before: early.before, head: early.facts, buckets, tail: late.facts };
  }

  async #edge(id: string, block: Block, window: Window): Promise<{ facts: F[]; before: F | null }> {
    const variables = { ids: [id], ...bounds(window), block: block.height };
    const { parents } = await this.#subgraph.ask<{ parents: Parent<F>[] }>(firstPages(this.#kind), variables);
    const first = parents[0]?.facts ?? [];
    this.#limits.budget.take(first.length);
    const facts = await this.#facts(id, { window, block, interval: null }, first, this.#limits.most);
    if (facts === null) throw this.#tooMany();
    return { facts, before: parents[0]?.before[0] ?? null };
  }

  async #buckets(id: string, block: Block, { resolution, bucketsFrom, bucketsTo }: Grain): Promise<B[]> {
    const interval = resolution === "HOUR" ? "hour" : "day";
    const span = { from: `${bucketsFrom}000000`, to: `${bucketsTo}000000` };
    const all: B[] = [];
    for (let page: B[] = []; all.length < this.#limits.most; ) {
      const variables = { ids: [id], interval, ...span, skip: all.length, block: block.height };
      const answer = await this.#subgraph.ask<{ parents: { buckets: B[] }[] }>(
        bucketPage(this.#kind),
        variables,
      );
      page = answer.parents[0]?.buckets ?? [];
      this.#limits.budget.take(page.length);
      all.push(...page);
      if (page.length < PAGE) return all;
    }
    throw this.#tooMany();
  }

  #tooMany(): Error {
    const advice = "shorten it, or take an interval of whole hours";
    return apiError(
      "BAD_WINDOW",
      `The window holds too many ${this.#kind.noun} (more than ${this.#limits.most}): ${advice}.`,
    );
  }
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

function bounds({ from, to }: Window): { from: string; to: string } {
  return { from: String(from), to: String(to) };
}
