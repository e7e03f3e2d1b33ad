import type { Window } from "@manometer/analytics/series";
import { apiError } from "../errors.ts";
import type { Block } from "./Blocks.ts";
import type { Fact, FactKind, Stats } from "./FactKind.ts";
import { micros, type Source } from "./FactReader.ts";
import { bucketPage, nextPage, PAGE } from "./factQueries.ts";
import type { Span } from "./grain.ts";

type NextPage<F> = { readonly facts: F[]; readonly over: readonly unknown[] };

/** Reads what follows the first page of one parent's facts, hours and days. */
export class FactPages<F extends Fact, B extends Stats> {
  readonly #source: Source;
  readonly #kind: FactKind;

  constructor(source: Source, kind: FactKind) {
    this.#source = source;
    this.#kind = kind;
  }

  /** All facts of a parent in a stretch, those of its first page included; null where there are more than `limit`. */
  async upTo(
    limit: number,
    id: string,
    { first, ...stretch }: { readonly first: readonly F[]; readonly window: Window; readonly block: Block },
  ): Promise<readonly F[] | null> {
    if (first.length > limit) return null;
    const { window, block } = stretch;
    const bounds = { from: String(window.from), to: String(window.to), block: block.height };
    const facts = [...first];
    for (let page = first; page.length === PAGE; ) {
      const variables = { ...bounds, after: page.at(-1)?.order, limit: limit - facts.length };
      const next = await this.#next(id, variables);
      if (next?.over.length !== 0) return null;
      page = next.facts;
      this.#source.limits.budget.take(page.length);
      facts.push(...page);
    }
    return facts;
  }

  async #next(id: string, variables: object): Promise<NextPage<F> | undefined> {
    const query = nextPage(this.#kind);
    if (this.#kind.reference) return this.#source.subgraph.ask<NextPage<F>>(query, { id, ...variables });
    const { parents } = await this.#source.subgraph.ask<{ parents: NextPage<F>[] }>(query, {
      ids: [id],
      ...variables,
    });
    return parents[0];
  }

  /**
   * All hours or days of a parent in a span, those of its first page included.
   * @throws BAD_WINDOW where they are too many
   */
  async allBuckets(id: string, first: readonly B[], span: Span, block: Block): Promise<readonly B[]> {
    const all = [...first];
    const bounds = { from: micros(span.from), to: micros(span.to), block: block.height };
    for (let page = first; page.length === PAGE; ) {
      if (all.length > this.#source.limits.most) throw this.tooMany();
      const variables = { ids: [id], interval: span.interval, ...bounds, skip: all.length };
      const query = bucketPage(this.#kind);
      const { parents } = await this.#source.subgraph.ask<{ parents: { buckets: B[] }[] }>(query, variables);
      page = parents[0]?.buckets ?? [];
      this.#source.limits.budget.take(page.length);
      all.push(...page);
    }
    return all;
  }

  /** The error of a window that holds too many facts. */
  tooMany(): Error {
    const advice = "shorten it, or take an interval of whole hours";
    return apiError(
      "BAD_WINDOW",
      `The window holds more than ${this.#source.limits.most} ${this.#kind.noun}: ${advice}.`,
    );
  }
}
