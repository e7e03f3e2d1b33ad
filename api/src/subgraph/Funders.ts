import { Batch } from "./Batch.ts";
import type { Block } from "./Blocks.ts";
import type { Source } from "./FactReader.ts";
import { PAGE } from "./factQueries.ts";

/** Who else has signed a sink's stakes, and the stakes (token wei) of all sinks that one such account has funded. */
export type Funded = {
  readonly funders: readonly string[];
  /** null where they are too many to read; none where there is not exactly one funder. */
  readonly stakes: readonly bigint[] | null;
};

/** The accounts that have signed the stakes of sinks. */
export const SIGNERS = `query Signers($ids: [Bytes!]!, $block: Block_height!) {
  sinks(first: ${PAGE}, where: { id_in: $ids }, block: $block) { id stakes(first: ${PAGE}) { transactionFrom } }
}`;
/** The sinks whose stakes some accounts have signed. */
export const SIGNED = `query Signed($signers: [Bytes!]!, $block: Block_height!) {
  stakes(first: ${PAGE}, where: { transactionFrom_in: $signers }, block: $block) {
    transactionFrom sink { id stake }
  }
}`;

type Signers = {
  readonly sinks: readonly {
    readonly id: string;
    readonly stakes: readonly { readonly transactionFrom: string }[];
  }[];
};
type Signed = {
  readonly stakes: readonly {
    readonly transactionFrom: string;
    readonly sink: { readonly id: string; readonly stake: string };
  }[];
};

/** Reads who has funded sinks, as far as the index knows: who has signed their stakes. */
export class Funders {
  readonly #source: Source;
  readonly #batches = new Map<string, Batch<string, Funded>>();

  constructor(source: Source) {
    this.#source = source;
  }

  /** The funders of a sink at a block. */
  of(sink: string, block: Block): Promise<Funded> {
    const key = String(block.hash ?? block.number);
    const batch = this.#batches.get(key) ?? new Batch((ids: readonly string[]) => this.#read(ids, block));
    this.#batches.set(key, batch);
    return batch.load(sink);
  }

  async #read(ids: readonly string[], block: Block): Promise<Funded[]> {
    const { subgraph, limits } = this.#source;
    const { sinks } = await subgraph.ask<Signers>(SIGNERS, { ids, block: block.height });
    limits.budget.take(sinks.reduce((sum, { stakes }) => sum + stakes.length, 0));
    const others = new Map(
      sinks.map(({ id, stakes }) => [id, new Set(stakes.map((stake) => stake.transactionFrom))]),
    );
    const fundersOf = (id: string) => [...(others.get(id) ?? [])].filter((signer) => signer !== id);
    const signers = [...new Set(ids.flatMap(fundersOf))];
    const known = signers.length === 0 ? new Map() : await this.#signed(signers, block);
    return ids.map((id) => {
      const funders = fundersOf(id);
      const [only = ""] = funders;
      return { funders, stakes: known === null ? null : (known.get(only) ?? []) };
    });
  }

  /** The stakes of the sinks that each account has funded; null where they are too many. */
  async #signed(signers: readonly string[], block: Block): Promise<ReadonlyMap<string, bigint[]> | null> {
    const { subgraph, limits } = this.#source;
    const { stakes } = await subgraph.ask<Signed>(SIGNED, { signers, block: block.height });
    limits.budget.take(stakes.length);
    if (stakes.length === PAGE) return null;
    const foreign = stakes.filter(({ transactionFrom, sink }) => transactionFrom !== sink.id);
    const groups = Map.groupBy(foreign, ({ transactionFrom }) => transactionFrom);
    return new Map(
      [...groups].map(([signer, group]) => {
        const sinks = new Map(group.map(({ sink }) => [sink.id, BigInt(sink.stake)]));
        return [signer, [...sinks.values()]];
      }),
    );
  }
}
