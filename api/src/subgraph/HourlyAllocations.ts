import type { Window } from "@manometer/analytics/series";
import { apiError } from "../errors.ts";
import type { MemberSteps } from "./Allocations.ts";
import type { Fact, FactKind, Stats } from "./FactKind.ts";
import { earliest } from "./grain.ts";
import type { Question, Resolution } from "./History.ts";
import { type Loader, loader, type Source } from "./loader.ts";

type Owned = { readonly after: string; readonly owner: { readonly id: string } };
type UnitsFact = Fact & Owned;
type UnitsStats = Stats & Owned & { readonly lastAt: string };
type Row = {
  readonly sink: { readonly id: string };
  readonly units: string;
  readonly changes: readonly { readonly oldUnits: string }[];
};

const MOST_MEMBERS = 1000;

/** The changes of units of a pool's members, and their hours and days: the last of each says what held after it. */
export const UNITS_HOURS: FactKind = {
  parents: "pools",
  facts: "unitsChanges",
  order: "sequence",
  at: "timestamp",
  fields: "owner: sink { id } after: newUnits",
  hasBefore: false,
  noun: "changes of units",
  buckets: { stats: "allocationStats", fields: "count lastAt owner: sink { id } after: unitsLast" },
};
/** A pool's members with their units now, and those that they had before their first change since a moment. */
export const UNITS_BEFORE = `query UnitsBefore($ids: [Bytes!]!, $from: BigInt!, $block: Block_height!) {
  pools(where: { id_in: $ids }, block: $block) {
    members(first: ${MOST_MEMBERS}, orderBy: id) {
      sink { id }
      units
      changes: unitsChanges(first: 1, orderBy: sequence, where: { timestamp_gte: $from }) { oldUnits }
    }
  }
}`;

/** The units of a pool's members as they stood at each end of an interval, and the window that was read. */
export type HourlyUnits = {
  readonly members: readonly MemberSteps[];
  readonly resolution: Resolution;
  readonly window: Window;
};

/** Reads the units of pools to the ends of hours, where their changes are too many to read one by one. */
export class HourlyAllocations {
  readonly #source: Source;
  readonly #units: Loader<UnitsFact, UnitsStats>;

  constructor(source: Source) {
    this.#source = source;
    this.#units = loader(source, UNITS_HOURS);
  }

  /**
   * The units of a pool's members, right at the end of each of the question's intervals.
   * @throws BAD_WINDOW where hours cannot answer or are too many themselves, TOO_COMPLEX where there are too many members
   */
  async of(pool: string, { block, window, interval }: Question): Promise<HourlyUnits> {
    const from = earliest(window, interval);
    const variables = { ids: [pool], from: String(from), block: block.height };
    const [{ pools }, history] = await Promise.all([
      this.#source.subgraph.ask<{ pools: readonly { readonly members: readonly Row[] }[] }>(
        UNITS_BEFORE,
        variables,
      ),
      this.#units(pool, { block, window: { from, to: window.to }, interval }),
    ]);
    const { head, buckets, tail, resolution } = history;
    const hours = buckets.map((stats) => ({ ...stats, at: stats.lastAt }));
    const bySink = Map.groupBy([...head, ...hours, ...tail], ({ owner }) => owner.id);
    const rows = pools[0]?.members ?? [];
    this.#source.limits.budget.take(rows.length);
    if (rows.length === MOST_MEMBERS) {
      throw apiError("TOO_COMPLEX", `A pool has had ${MOST_MEMBERS} members or more: ask for single sinks.`);
    }
    const members = rows.map(({ sink, units, changes }) => {
      const own = bySink.get(sink.id) ?? [];
      const steps = own.map(({ at, after }) => ({ block: BigInt(at), at: BigInt(at), value: BigInt(after) }));
      return { sink: sink.id, units: { initial: BigInt(changes[0]?.oldUnits ?? units), steps } };
    });
    const start = resolution === "RAW" ? window.from : history.window.from;
    return { members, resolution, window: { from: start, to: window.to } };
  }
}
