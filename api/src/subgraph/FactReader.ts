import type { Window } from "@manometer/analytics/series";
import type { Asker } from "./Asker.ts";
import type { Block } from "./Blocks.ts";
import type { FactBudget } from "./FactBudget.ts";
import type { Fact, FactKind, Stats } from "./FactKind.ts";
import { firstPages, firstPoints } from "./factQueries.ts";
import type { Span } from "./grain.ts";

/** What is read of parents at a block: the facts of some stretches of time, and some spans of hours and days. */
export type Reading = {
  readonly block: Block;
  readonly stretches: readonly Window[];
  readonly spans: readonly Span[];
  /** About how many facts the stretches hold, of all parents together. */
  readonly rows?: number;
};

/** The first pages of one parent, and the newest fact before each stretch, in the order of the reading. */
export type FirstPages<F, B> = {
  readonly id: string;
  readonly facts: readonly (readonly F[])[];
  readonly before: readonly (F | null)[];
  readonly buckets: readonly (readonly B[])[];
};

/** How finely histories are read. */
export type Fineness = {
  /** Up to so many facts of one parent are read one by one where hours could be read instead. */
  readonly raw: number;
  /** A window of more hours than these is read by days. */
  readonly hours: bigint;
};

/** How finely and how much is read. */
export type ReaderLimits = Fineness & {
  /** Facts or buckets of one parent that are read at most. */
  readonly most: number;
  /** What one request may read all together. */
  readonly budget: FactBudget;
};

/** What reads of one kind have in common: who is asked, and how much at most. */
export type Source = { readonly subgraph: Asker; readonly limits: ReaderLimits };

type Answer = Readonly<Record<string, readonly unknown[]>>;
type Parent = Answer & { readonly id: string };

/** Reads the first pages of one kind of facts from graph-node. */
export class FactReader<F extends Fact, B extends Stats> {
  readonly #source: Source;
  readonly kind: FactKind;

  constructor(source: Source, kind: FactKind) {
    this.#source = source;
    this.kind = kind;
  }

  /** The first pages of several parents, in the order of their ids. One that is not known has none. */
  async firstPages(ids: readonly string[], reading: Reading): Promise<FirstPages<F, B>[]> {
    const { kind } = this;
    const { stretches, spans, rows: expected } = reading;
    const shape = { parents: ids.length, stretches: stretches.length, spans: spans.map((s) => s.interval) };
    const named = kind.reference ? Object.fromEntries(ids.map((id, index) => [`id${index}`, id])) : {};
    const own = kind.reference === undefined || spans.length > 0 ? { ids } : {};
    const query = kind.reference ? firstPoints(kind, shape) : firstPages(kind, shape);
    const variables = { ...own, ...named, ...boundsOf(reading) };
    const known = expected === undefined ? {} : { rows: expected };
    const answer = await this.#source.subgraph.ask<Answer>(query, variables, known);
    const parents = new Map((answer.parents as readonly Parent[] | undefined)?.map((one) => [one.id, one]));
    return ids.map((id, index) => {
      const stats = parents.get(id);
      const [source, suffix] = kind.reference ? [answer, `_${index}`] : [stats, ""];
      const rows = <Row>(from: Answer | undefined, name: string) => (from?.[name] ?? []) as readonly Row[];
      const facts = stretches.map((_, part) => rows<F>(source, `facts${part}${suffix}`));
      const buckets = spans.map((_, part) => rows<B>(stats, `buckets${part}`));
      this.#source.limits.budget.take([...facts, ...buckets].reduce((sum, part) => sum + part.length, 0));
      const before = stretches.map((_, part) => rows<F>(source, `before${part}${suffix}`)[0] ?? null);
      return { id, facts, before, buckets };
    });
  }
}

function boundsOf({ block, stretches, spans }: Reading) {
  const facts = stretches.flatMap(({ from, to }, index) => [
    [`from${index}`, String(from)],
    [`to${index}`, String(to)],
  ]);
  const buckets = spans.flatMap(({ from, to }, index) => [
    [`since${index}`, micros(from)],
    [`until${index}`, micros(to)],
  ]);
  return { ...Object.fromEntries([...facts, ...buckets]), block: block.height };
}

/** A moment in seconds as graph-node names it in filters of hours and days. */
export function micros(seconds: bigint): string {
  return `${seconds}000000`;
}
