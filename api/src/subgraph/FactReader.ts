import type { Window } from "@manometer/analytics/series";
import { apiError } from "../errors.ts";
import type { Block } from "./Blocks.ts";
import type { FactBudget } from "./FactBudget.ts";
import type { Fact, FactKind } from "./FactKind.ts";
import { bucketPage, firstPages, nextPage, PAGE } from "./factQueries.ts";
import type { Grain } from "./grain.ts";
import { firstPoints, nextPoints } from "./pointQueries.ts";
import type { Subgraph } from "./Subgraph.ts";

/** The first page of one parent's facts in a window, the newest before it, and when the last before its end was. */
export type FirstPage<F> = {
  readonly id: string;
  readonly facts: readonly F[];
  readonly before: readonly F[];
  readonly last: readonly { readonly at: string }[];
};

type NextPage<F> = { readonly facts: F[]; readonly over: readonly unknown[] };

/** A stretch of time at a block. */
export type Stretch = { readonly window: Window; readonly block: Block };

/** Never more facts or buckets of one parent than `most`, and all together what the request's budget allows. */
export type ReaderLimits = { readonly most: number; readonly budget: FactBudget };

/** Reads one kind of facts from graph-node, page by page. */
export class FactReader<F extends Fact, B> {
  readonly #subgraph: Subgraph;
  readonly #limits: ReaderLimits;
  readonly kind: FactKind;

  constructor(subgraph: Subgraph, kind: FactKind, limits: ReaderLimits) {
    this.#subgraph = subgraph;
    this.kind = kind;
    this.#limits = limits;
  }

  /** The first pages of several parents; one that is not known is missing. */
  async firstPages(ids: readonly string[], stretch: Stretch): Promise<FirstPage<F>[]> {
    const parents = this.kind.reference
      ? await this.#firstPoints(ids, stretch)
      : await this.#firstFacts(ids, stretch);
    this.#limits.budget.take(parents.reduce((sum, parent) => sum + parent.facts.length, 0));
    return parents;
  }

  async #firstFacts(ids: readonly string[], stretch: Stretch): Promise<FirstPage<F>[]> {
    const variables = { ids, ...bounds(stretch) };
    const query = firstPages(this.kind);
    return (await this.#subgraph.ask<{ parents: FirstPage<F>[] }>(query, variables)).parents;
  }

  async #firstPoints(ids: readonly string[], stretch: Stretch): Promise<FirstPage<F>[]> {
    const named = Object.fromEntries(ids.map((id, index) => [`id${index}`, id]));
    const query = firstPoints(this.kind, ids.length);
    const answer = await this.#subgraph.ask<Record<string, F[]>>(query, { ...named, ...bounds(stretch) });
    const part = (name: string) => answer[name] ?? [];
    return ids.map((id, index) => ({
      id,
      facts: part(`facts${index}`),
      before: part(`before${index}`),
      last: part(`last${index}`),
    }));
  }

  /** All facts of a parent, those of its first page included; null where there are more than `limit`. */
  async upTo(
    limit: number,
    { id, facts: first }: FirstPage<F>,
    stretch: Stretch,
  ): Promise<readonly F[] | null> {
    if (first.length > limit) return null;
    const facts = [...first];
    for (let page = first; page.length === PAGE; ) {
      const after = page.at(-1)?.order;
      const variables = { after, limit: limit - facts.length, ...bounds(stretch) };
      const next = await this.#next(id, variables);
      if (next?.over.length !== 0) return null;
      page = next.facts;
      this.#limits.budget.take(page.length);
      facts.push(...page);
    }
    return facts;
  }

  async #next(id: string, variables: object): Promise<NextPage<F> | undefined> {
    if (this.kind.reference) return this.#subgraph.ask(nextPoints(this.kind), { id, ...variables });
    const query = nextPage(this.kind);
    return (await this.#subgraph.ask<{ parents: NextPage<F>[] }>(query, { ids: [id], ...variables }))
      .parents[0];
  }

  /**
   * All facts of a parent.
   * @throws BAD_WINDOW where they are too many
   */
  async all(page: FirstPage<F>, stretch: Stretch): Promise<readonly F[]> {
    const facts = await this.upTo(this.#limits.most, page, stretch);
    if (facts === null) throw this.#tooMany();
    return facts;
  }

  /**
   * The hours or days of a parent.
   * @throws BAD_WINDOW where they are too many
   */
  async buckets(id: string, block: Block, { resolution, bucketsFrom, bucketsTo }: Grain): Promise<B[]> {
    const interval = resolution === "HOUR" ? "hour" : "day";
    const span = { from: `${bucketsFrom}000000`, to: `${bucketsTo}000000`, block: block.height };
    const all: B[] = [];
    while (all.length < this.#limits.most) {
      const variables = { ids: [id], interval, ...span, skip: all.length };
      const query = bucketPage(this.kind);
      const { parents } = await this.#subgraph.ask<{ parents: { buckets: B[] }[] }>(query, variables);
      const page = parents[0]?.buckets ?? [];
      this.#limits.budget.take(page.length);
      all.push(...page);
      if (page.length < PAGE) return all;
    }
    throw this.#tooMany();
  }

  #tooMany(): Error {
    const { most } = this.#limits;
    const advice = "shorten it, or take an interval of whole hours";
    return apiError("BAD_WINDOW", `The window holds more than ${most} ${this.kind.noun}: ${advice}.`);
  }
}

function bounds({ window, block }: Stretch) {
  return { from: String(window.from), to: String(window.to), block: block.height };
}
