import type { Window } from "@manometer/analytics/series";
import { type Counted, expectedCount } from "./Counted.ts";
import { countOf } from "./counts.ts";
import type { Fact, FactKind, Stats } from "./FactKind.ts";
import { FactPages } from "./FactPages.ts";
import { FactReader, type FirstPages, type ReaderLimits, type Source } from "./FactReader.ts";
import { type Grain, grainOf } from "./grain.ts";
import type { History, Question } from "./History.ts";

const PARENTS_PER_QUERY = 25;
/** Facts that are worth two questions at once. */
const MANY_FACTS = 2000;
const QUERIES_AT_ONCE = 4;

/** Reads histories: with one question to graph-node for many parents, and more for those with long ones. */
export class HistoryReader<F extends Fact, B extends Stats> {
  readonly #facts: FactReader<F, B>;
  readonly #pages: FactPages<F, B>;
  readonly #limits: ReaderLimits;

  constructor(source: Source, kind: FactKind) {
    this.#facts = new FactReader(source, kind);
    this.#pages = new FactPages(source, kind);
    this.#limits = source.limits;
  }

  /**
   * The histories of parents, by their ids. Whoever seems to have too many facts in the window to read them one by one
   * is read by hours at once, and one by one after all where it has few.
   * @throws BAD_WINDOW where one is too long, TOO_COMPLEX where the request's budget is spent
   */
  async read(parents: readonly Counted[], question: Question): Promise<ReadonlyMap<string, History<F, B>>> {
    const grain = this.#grainOf(question);
    const isLong = (parent: Counted) => grain !== null && expectedCount(parent, question) > this.#limits.raw;
    const short = chunks(
      parents.filter((parent) => !isLong(parent)),
      question,
    );
    const long = grain === null ? [] : chunks(parents.filter(isLong), null);
    const tasks = [
      ...short.map(
        ({ ids, rows }) =>
          () =>
            this.#single(ids, question, rows),
      ),
      ...long.map(
        ({ ids }) =>
          () =>
            this.#rolledUnlessFew(ids, question, grain),
      ),
    ];
    const all: (readonly [string, History<F, B>])[] = [];
    for (let next = 0; next < tasks.length; next += QUERIES_AT_ONCE) {
      const wave = tasks.slice(next, next + QUERIES_AT_ONCE);
      all.push(...(await Promise.all(wave.map((task) => task()))).flat());
    }
    return new Map(all);
  }

  #grainOf(question: Question): Grain | null {
    return this.#facts.kind.buckets && grainOf(question, question.block.end - 1n, this.#limits.hours);
  }

  async #single(ids: readonly string[], question: Question, rows?: number) {
    const { block, window } = question;
    const known = rows === undefined ? {} : { rows };
    const parents = await this.#facts.firstPages(ids, { block, stretches: [window], spans: [], ...known });
    const grain = this.#grainOf(question);
    const limit = grain === null ? this.#limits.most : this.#limits.raw;
    return Promise.all(
      parents.map(async ({ id, facts: [first = []], before: [before = null] }) => {
        const head = await this.#pages.upTo(limit, id, { first, window, block });
        if (head !== null) return [id, raw(window, before, head)] as const;
        if (grain === null) throw this.#pages.tooMany();
        const [rolled] = await this.#rolled([id], question, grain);
        return rolled ?? ([id, raw(window, before, [])] as const);
      }),
    );
  }

  async #rolledUnlessFew(ids: readonly string[], question: Question, grain: Grain | null) {
    const rolled = grain === null ? [] : await this.#rolled(ids, question, grain);
    const few = rolled.filter(([, history]) => countOf(history).count <= this.#limits.raw).map(([id]) => id);
    const single = few.length === 0 ? [] : await this.#single(few, question);
    return [...rolled.filter(([id]) => !few.includes(id)), ...single];
  }

  async #rolled(ids: readonly string[], { block }: Question, { resolution, ...grain }: Grain) {
    const { spans, head, tail, window } = grain;
    const parents = await this.#facts.firstPages(ids, { block, stretches: [head, tail], spans });
    return Promise.all(
      parents.map(async (parent) => {
        const [early, late] = await Promise.all([
          this.#stretch(parent, 0, { window: head, block }),
          this.#stretch(parent, 1, { window: tail, block }),
        ]);
        const parts = spans.map((span, index) =>
          this.#pages.allBuckets(parent.id, parent.buckets[index] ?? [], span, block),
        );
        const buckets = (await Promise.all(parts)).flat();
        const [before = null, newest = null] = parent.before;
        const facts = { before, head: early, tail: late, newest: late.at(-1) ?? newest };
        const history = { resolution, window, ...facts, buckets };
        return [parent.id, history] as const;
      }),
    );
  }

  async #stretch(
    { id, facts }: FirstPages<F, B>,
    index: number,
    stretch: { readonly window: Window; readonly block: Question["block"] },
  ): Promise<readonly F[]> {
    const all = await this.#pages.upTo(this.#limits.most, id, { first: facts[index] ?? [], ...stretch });
    if (all === null) throw this.#pages.tooMany();
    return all;
  }
}

function raw<F>(window: Window, before: F | null, head: readonly F[]): History<F, never> {
  return { resolution: "RAW", window, before, head, buckets: [], tail: [], newest: head.at(-1) ?? before };
}

/** Parents in parts that are asked for together, with about how many facts of each part are read one by one. */
function chunks(parents: readonly Counted[], question: Question | null) {
  const rowsOf = (some: readonly Counted[]) =>
    question && some.reduce((sum, parent) => sum + Number(expectedCount(parent, question)), 0);
  const isMany = (rowsOf(parents) ?? 0) >= MANY_FACTS;
  const size = isMany ? Math.min(PARENTS_PER_QUERY, Math.ceil(parents.length / 2)) : PARENTS_PER_QUERY;
  return Array.from({ length: Math.ceil(parents.length / size) }, (_, index) => {
    const part = parents.slice(index * size, (index + 1) * size);
    return { ids: part.map(({ id }) => id), rows: rowsOf(part) || undefined };
  });
}
