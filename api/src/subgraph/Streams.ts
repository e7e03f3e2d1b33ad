import type { Member, PoolIndex } from "@manometer/analytics/metrics/streamed";
import { Batch } from "./Batch.ts";
import type { Block } from "./Blocks.ts";
import type { Question } from "./History.ts";
import { type Loader, loader, type Source } from "./loader.ts";
import { pointsOf } from "./poolIndex.ts";
import { FLOWS, type IndexFact, POOLS, type PoolRow, SETTLEMENTS, type UnitsFact } from "./streamKinds.ts";

/** What a pool has streamed to whom since a window's start; null members are none of the pool. */
export type StreamsRead = {
  /** Its SuperToken; null before the first event that names it. */
  readonly token: string | null;
  readonly index: PoolIndex;
  readonly members: ReadonlyMap<string, Member>;
};

/** Replays the streams of pools from their facts, exact to the wei. */
export class Streams {
  readonly #source: Source;
  readonly #units: Loader<UnitsFact, never>;
  readonly #flows: readonly Loader<IndexFact, never>[];
  readonly #pools = new Map<string, Batch<string, PoolRow | null>>();

  constructor(source: Source) {
    this.#source = source;
    this.#units = loader(source, SETTLEMENTS);
    this.#flows = FLOWS.map((kind) => loader(source, kind));
  }

  /**
   * What a pool has streamed since the window's start; null where there is no such pool.
   * @throws BAD_WINDOW where too much happened since
   */
  async of(pool: string, { block, window }: Question): Promise<StreamsRead | null> {
    const since = { block, window: { from: window.from, to: block.end }, interval: null };
    const [row, units, ...flows] = await Promise.all([
      this.#pool(pool, block),
      this.#units(pool, since),
      ...this.#flows.map((load) => load(pool, since)),
    ]);
    if (row === null) return null;
    const bySink = Map.groupBy(units.head, ({ sink }) => sink.id);
    const members = row.members.map((member) => [member.sink.id, memberOf(member, bySink)] as const);
    const index = {
      points: pointsOf(row, units, flows),
      rate: BigInt(row.perUnitFlowRate),
      now: block.end - 1n,
    };
    return { token: row.token, index, members: new Map(members) };
  }

  #pool(pool: string, block: Block): Promise<PoolRow | null> {
    const key = String(block.hash ?? block.number);
    const batch = this.#pools.get(key) ?? new Batch((ids: readonly string[]) => this.#read(ids, block));
    this.#pools.set(key, batch);
    return batch.load(pool);
  }

  async #read(ids: readonly string[], block: Block): Promise<(PoolRow | null)[]> {
    const { pools } = await this.#source.subgraph.ask<{ pools: PoolRow[] }>(POOLS, {
      ids,
      block: block.height,
    });
    this.#source.limits.budget.take(pools.reduce((sum, { members }) => sum + members.length, 0));
    return ids.map((id) => pools.find((pool) => pool.id === id) ?? null);
  }
}

function memberOf(now: PoolRow["members"][number], changes: ReadonlyMap<string, UnitsFact[]>): Member {
  return {
    changes: (changes.get(now.sink.id) ?? []).map((fact) => ({
      at: BigInt(fact.at),
      settled: BigInt(fact.memberSettled),
      oldUnits: BigInt(fact.oldUnits),
      index: BigInt(fact.perUnitIndex),
    })),
    settled: BigInt(now.settled),
    units: BigInt(now.units),
    settledIndex: BigInt(now.settledIndex),
  };
}
