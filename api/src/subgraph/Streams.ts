import type { Member, PoolIndex } from "@manometer/analytics/metrics/streamed";
import { Batch } from "./Batch.ts";
import type { Block } from "./Blocks.ts";
import { FactPages } from "./FactPages.ts";
import { PAGE } from "./factQueries.ts";
import type { Question } from "./History.ts";
import { type Loader, loader, type Source } from "./loader.ts";
import { pointsOf, type Since } from "./poolIndex.ts";
import {
  FLOWS,
  type IndexFact,
  type MemberRow,
  POOL_STREAMS,
  type PoolRow,
  SETTLEMENTS,
  type Settled,
  type Settlement,
} from "./streamKinds.ts";

/** A pool, and about how many members it has. */
export type Pooled = { readonly id: string; readonly members: number };

/** What a pool has streamed to whom since a window's start; null members are none of the pool. */
export type StreamsRead = {
  /** Its SuperToken; null before the first event that names it. */
  readonly token: string | null;
  readonly index: PoolIndex;
  readonly members: ReadonlyMap<string, Member>;
};

/** A pool as it was read: its members' changes are whole where there were few. */
type Row = { readonly pool: PoolRow; readonly most: number };

/** Changes of units that come with the pools at once. */
const MOST_AT_ONCE = 20_000;
/** A member's id is its pool's ++ its sink's. */
const POOL_DIGITS = 42;

/** Replays the streams of pools from their facts, exact to the wei. */
export class Streams {
  readonly #source: Source;
  readonly #settlements: Loader<Settlement, never>;
  readonly #flows: readonly FactPages<IndexFact, never>[];
  readonly #pools = new Map<string, Batch<string, Row | null>>();
  readonly #sizes = new Map<string, number>();

  constructor(source: Source) {
    this.#source = source;
    this.#settlements = loader(source, SETTLEMENTS);
    this.#flows = FLOWS.map((kind) => new FactPages(source, kind));
  }

  /**
   * What a pool has streamed since the window's start; null where there is no such pool.
   * @throws BAD_WINDOW where too much happened since
   */
  async of({ id, members: size }: Pooled, { block, window }: Question): Promise<StreamsRead | null> {
    const since = { block, window: { from: window.from, to: block.end }, interval: null };
    this.#sizes.set(id, size);
    const row = await this.#load(id, since);
    if (row === null) return null;
    const { pool } = row;
    const [changes, ...flows] = await Promise.all([
      this.#changesOf(row, since),
      this.#flow(pool, 0, since),
      this.#flow(pool, 1, since),
    ]);
    const units = { before: pool.beforeUnits[0] ?? null, head: [...changes.values()].flat() };
    const rate = BigInt(pool.perUnitFlowRate);
    const index = { points: pointsOf(pool, units, flows), rate, now: block.end - 1n };
    const members = pool.members.map(
      (row) => [sinkOf(row), memberOf(row, changes.get(sinkOf(row)))] as const,
    );
    return { token: pool.token, index, members: new Map(members) };
  }

  #load(pool: string, { block, window }: Question): Promise<Row | null> {
    const key = [block.hash ?? block.number, window.from].join();
    const batch =
      this.#pools.get(key) ?? new Batch((ids: readonly string[]) => this.#read(ids, window.from, block));
    this.#pools.set(key, batch);
    return batch.load(pool);
  }

  async #read(ids: readonly string[], from: bigint, block: Block): Promise<(Row | null)[]> {
    const members = ids.reduce((sum, id) => sum + (this.#sizes.get(id) ?? 1), 1);
    const most = Math.max(1, Math.min(PAGE, Math.floor(MOST_AT_ONCE / members)));
    const bounds = { from0: String(from), to0: String(block.end), most, block: block.height };
    const { pools } = await this.#source.subgraph.ask<{ pools: PoolRow[] }>(POOL_STREAMS, { ids, ...bounds });
    for (const { members, facts0_0, facts0_1 } of pools) {
      const changes = members.reduce((sum, member) => sum + member.changes.length, 0);
      this.#source.limits.budget.take(members.length + changes + facts0_0.length + facts0_1.length);
    }
    const known = new Map(pools.map((pool) => [pool.id, { pool, most }]));
    return ids.map((id) => known.get(id) ?? null);
  }

  /** The changes of each member's units, by its sink. */
  async #changesOf({ pool, most }: Row, since: Question): Promise<ReadonlyMap<string, readonly Settled[]>> {
    if (pool.members.every(({ changes }) => changes.length < most)) {
      return new Map(pool.members.map((member) => [sinkOf(member), member.changes]));
    }
    const { head } = await this.#settlements(pool.id, since);
    return Map.groupBy(head, ({ sink }) => sink.id);
  }

  async #flow(pool: PoolRow, kind: 0 | 1, { block, window }: Question): Promise<Since<IndexFact>> {
    const pages = this.#flows[kind];
    const first = pool[`facts0_${kind}`];
    const head = await pages?.upTo(this.#source.limits.most, pool.id, { first, window, block });
    if (head == null) throw pages?.tooMany();
    return { before: pool[`before0_${kind}`][0] ?? null, head };
  }
}

function sinkOf({ id }: MemberRow): string {
  return `0x${id.slice(POOL_DIGITS)}`;
}

function memberOf(now: MemberRow, changes: readonly Settled[] = []): Member {
  return {
    changes: changes.map((fact) => ({
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
