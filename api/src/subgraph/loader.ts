import { Batch } from "./Batch.ts";
import type { Fact, FactKind } from "./FactKind.ts";
import { FactReader, type ReaderLimits } from "./FactReader.ts";
import type { History, Question } from "./History.ts";
import { HistoryReader } from "./HistoryReader.ts";
import type { Subgraph } from "./Subgraph.ts";

/** The history of a parent. Those that ask the same question in one turn are read together, each once. */
export type Loader<F, B> = (id: string, question: Question) => Promise<History<F, B>>;

/** What reads of one kind have in common. */
export type Source = { readonly subgraph: Subgraph; readonly limits: ReaderLimits };

/** A loader of one kind of facts; `F` and `B` are the shapes of its facts and of its hours and days. */
export function loader<F extends Fact, B>({ subgraph, limits }: Source, kind: FactKind): Loader<F, B> {
  const reader = new HistoryReader<F, B>(new FactReader(subgraph, kind, limits));
  const batches = new Map<string, Batch<string, History<F, B>>>();
  return (id, question) => {
    const { block, window, interval } = question;
    const key = [block.hash ?? block.number, window.from, window.to, interval].join();
    const batch = batches.get(key) ?? new Batch((ids: readonly string[]) => reader.read(ids, question));
    batches.set(key, batch);
    return batch.load(id);
  };
}
