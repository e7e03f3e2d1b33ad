import { Batch } from "./Batch.ts";
import type { Counted } from "./Counted.ts";
import type { Fact, FactKind, Stats } from "./FactKind.ts";
import type { Source } from "./FactReader.ts";
import type { History, Question } from "./History.ts";
import { HistoryReader } from "./HistoryReader.ts";

export type { Source } from "./FactReader.ts";

/**
 * The history of a parent. Those that ask the same question in one turn are read together, each once.
 * @param parent its id, with how many such facts it has had where the caller knows
 */
export type Loader<F, B> = (parent: string | Counted, question: Question) => Promise<History<F, B>>;

/** A loader of one kind of facts; `F` and `B` are the shapes of its facts and of its hours and days. */
export function loader<F extends Fact, B extends Stats>(source: Source, kind: FactKind): Loader<F, B> {
  const reader = new HistoryReader<F, B>(source, kind);
  const batches = new Map<string, Batch<string, History<F, B>>>();
  const counts = new Map<string, Counted>();
  return (parent, question) => {
    const { block, window, interval } = question;
    const key = [block.hash ?? block.number, window.from, window.to, interval].join();
    const batch = batches.get(key) ?? new Batch((ids: readonly string[]) => readAll(ids, question));
    batches.set(key, batch);
    if (typeof parent === "string") return batch.load(parent);
    counts.set(parent.id, parent);
    return batch.load(parent.id);
  };

  async function readAll(ids: readonly string[], question: Question): Promise<History<F, B>[]> {
    const parents = ids.map((id) => counts.get(id) ?? { id, count: 0n, since: null });
    const histories = await reader.read(parents, question);
    return ids.flatMap((id) => histories.get(id) ?? []);
  }
}
