import type { IndexPoint, Member, PoolIndex } from "@manometer/analytics/metrics/streamed";
import { Batch } from "./Batch.ts";
import type { Block } from "./Blocks.ts";
import type { Fact, FactKind } from "./FactKind.ts";
import type { History, Question } from "./History.ts";
import { inOrder, type LevelFact, UNITS } from "./levelKinds.ts";
import { type Loader, loader, type Source } from "./loader.ts";

/** What a pool has streamed to whom since a window's start; null members are none of the pool. */
export type StreamsRead = {
  /** Its SuperToken; null before the first event that names it. */
  readonly token: string | null;
  readonly index: PoolIndex;
  readonly members: ReadonlyMap<string, Member>;
};

type IndexFact = Fact & { readonly perUnitIndex: string; readonly actualAmount?: string };
type UnitsFact = LevelFact & IndexFact & { readonly totalUnits: string; readonly memberSettled: string };
type PoolRow = {
  readonly id: string;
  readonly token: string | null;
  readonly perUnitFlowRate: string;
  readonly totalUnits: string;
  readonly members: readonly {
    readonly sink: { readonly id: string };
    readonly units: string;
    readonly settled: string;
    readonly settledIndex: string;
  }[];
};

const place = { parents: "pools", order: "sequence", at: "timestamp", hasBefore: true, buckets: null } as const;

/** What moves a pool's per-unit index or its rate, beside changes of units. */
export const FLOWS: readonly FactKind[] = [
  { ...place, facts: "flowDistributions", fields: "perUnitIndex", noun: "changes of streams" },
  { ...place, facts: "instantDistributions", fields: "perUnitIndex actualAmount", noun: "distributions" },
];

/** Pools and their members at a block. */
export const POOLS = `query Pools($ids: [Bytes!]!, $block: Block_height!) {
  pools(first: 1000, where: { id_in: $ids }, block: $block) {
    id token perUnitFlowRate totalUnits
    members(first: 1000, orderBy: id) { sink { id } units settled settledIndex }
  }
}`;

/** Replays the streams of pools from their facts, exact to the wei. */
export class Streams {
  readonly #source: Source;
  readonly #units: Loader<UnitsFact, never>;
  readonly #flows: readonly Loader<IndexFact, never>[];
  readonly #pools = new Map<string, Batch<string, PoolRow | null>>();

  constructor(source: Source) {
    this.#source = source;
    this.#units = loader(source, UNITS);
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
    const bySink = Map.groupBy(units.head, ({ owner }) => owner?.id);
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

function memberOf(
  now: PoolRow["members"][number],
  changes: ReadonlyMap<string | undefined, UnitsFact[]>,
): Member {
  return {
    changes: (changes.get(now.sink.id) ?? []).map((fact) => ({
      at: BigInt(fact.at),
      settled: BigInt(fact.memberSettled),
      oldUnits: BigInt(fact.before ?? 0),
      index: BigInt(fact.perUnitIndex),
    })),
    settled: BigInt(now.settled),
    units: BigInt(now.units),
    settledIndex: BigInt(now.settledIndex),
  };
}

/** The index at the newest fact before the window and at each since, in chain order. */
function pointsOf(
  row: PoolRow,
  units: History<UnitsFact, never>,
  flows: readonly History<IndexFact, never>[],
): IndexPoint[] {
  const before = [units.before, ...flows.map((flow) => flow.before)].filter((fact) => fact !== null);
  const facts: (IndexFact & Partial<UnitsFact>)[] = inOrder<IndexFact>([
    inOrder([before]).slice(-1),
    units.head,
    ...flows.map(({ head }) => head),
  ]);
  let total = BigInt(units.before?.totalUnits ?? (units.head.length === 0 ? row.totalUnits : 0));
  return facts.map(({ at, perUnitIndex, actualAmount, totalUnits }) => {
    total = BigInt(totalUnits ?? total);
    const after = BigInt(perUnitIndex);
    const jump = actualAmount === undefined || total === 0n ? 0n : BigInt(actualAmount) / total;
    return { at: BigInt(at), before: after - jump, after };
  });
}
