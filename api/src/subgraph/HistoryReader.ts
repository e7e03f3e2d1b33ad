import type { Fact } from "./FactKind.ts";
import type { FactReader, FirstPage } from "./FactReader.ts";
import { type Grain, grainOf } from "./grain.ts";
import type { History, Question } from "./History.ts";

/** Up to so many facts of one parent are read one by one where hours could be read instead. */
const RAW_LIMIT = 5000;
const PARENTS_PER_QUERY = 25;
const QUERIES_AT_ONCE = 4;

/** Reads histories: with one question to graph-node for many parents, and more for those with long ones. */
export class HistoryReader<F extends Fact, B> {
  readonly #facts: FactReader<F, B>;
  readonly #rawLimit: number;

  constructor(facts: FactReader<F, B>, rawLimit = RAW_LIMIT) {
    this.#facts = facts;
    this.#rawLimit = rawLimit;
  }

  /**
   * The histories of parents, in the order of their ids.
   * @throws BAD_WINDOW where one is too long, TOO_COMPLEX where the request's budget is spent
   */
  async read(ids: readonly string[], question: Question): Promise<History<F, B>[]> {
    const all: History<F, B>[] = [];
    for (const wave of chunks(chunks(ids, PARENTS_PER_QUERY), QUERIES_AT_ONCE)) {
      all.push(...(await Promise.all(wave.map((part) => this.#readFew(part, question)))).flat());
    }
    return all;
  }

  async #readFew(ids: readonly string[], question: Question): Promise<History<F, B>[]> {
    const pages = await this.#facts.firstPages(ids, question);
    const byId = new Map(pages.map((page) => [page.id, page]));
    return Promise.all(ids.map((id) => this.#finish(byId.get(id) ?? unknown(id), question)));
  }

  async #finish(page: FirstPage<F>, question: Question): Promise<History<F, B>> {
    const grain = this.#facts.kind.buckets && grainOf(question, BigInt(page.last[0]?.at ?? 0));
    const facts =
      grain === null
        ? await this.#facts.all(page, question)
        : await this.#facts.upTo(this.#rawLimit, page, question);
    if (grain !== null && facts === null) return this.#byBuckets(page.id, question, grain);
    const before = page.before[0] ?? null;
    return { resolution: "RAW", window: question.window, before, head: facts ?? [], buckets: [], tail: [] };
  }

  async #byBuckets(id: string, { block }: Question, grain: Grain): Promise<History<F, B>> {
    const { resolution, window, bucketsFrom, bucketsTo } = grain;
    const early = { block, window: { from: window.from, to: bucketsFrom } };
    const late = { block, window: { from: bucketsTo, to: window.to } };
    const [buckets, [first = unknown<F>(id)], [last = unknown<F>(id)]] = await Promise.all([
      this.#facts.buckets(id, block, grain),
      this.#facts.firstPages([id], early),
      this.#facts.firstPages([id], late),
    ]);
    const [head, tail] = await Promise.all([this.#facts.all(first, early), this.#facts.all(last, late)]);
    return { resolution, window, before: first.before[0] ?? null, head, buckets, tail };
  }
}

function unknown<F>(id: string): FirstPage<F> {
  return { id, facts: [], before: [], last: [] };
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
