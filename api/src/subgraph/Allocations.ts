import type { StepSeries } from "@manometer/analytics/steps";
import { apiError } from "../errors.ts";
import { Batch } from "./Batch.ts";
import type { Block } from "./Blocks.ts";
import type { Question } from "./History.ts";
import { type LevelFact, stepOf, UNITS } from "./levelKinds.ts";
import { type Loader, loader, type Source } from "./loader.ts";

/** A pool member's units from a window's start up to the block. */
export type MemberSteps = { readonly sink: string; readonly units: StepSeries<bigint> };

type Member = { readonly sink: { readonly id: string }; readonly units: string };

const MOST_MEMBERS = 1000;

/** The members of pools at a block, departed ones included. */
export const MEMBERS = `query Members($ids: [Bytes!]!, $block: Block_height!) {
  pools(first: 1000, where: { id_in: $ids }, block: $block) {
    id
    members(first: ${MOST_MEMBERS}, orderBy: id) { sink { id } units }
  }
}`;

/** Replays the units of pools from their facts. */
export class Allocations {
  readonly #source: Source;
  readonly #changes: Loader<LevelFact, never>;
  readonly #members = new Map<string, Batch<string, readonly Member[]>>();

  constructor(source: Source) {
    this.#source = source;
    this.#changes = loader(source, UNITS);
  }

  /**
   * The units of a pool's members since the window's start.
   * @throws BAD_WINDOW where too much happened since, TOO_COMPLEX where there are too many members
   */
  async of(pool: string, question: Question): Promise<MemberSteps[]> {
    const { block, window } = question;
    const since = { ...question, window: { from: window.from, to: block.end }, interval: null };
    const [members, { head }] = await Promise.all([this.#membersOf(pool, block), this.#changes(pool, since)]);
    const bySink = Map.groupBy(head, ({ owner }) => owner?.id);
    return members.map(({ sink, units }) => {
      const own = bySink.get(sink.id) ?? [];
      const steps = own.map(stepOf).map((step) => ({ ...step, value: step.value ?? 0n }));
      return { sink: sink.id, units: { initial: BigInt(own[0]?.before ?? units), steps } };
    });
  }

  #membersOf(pool: string, block: Block): Promise<readonly Member[]> {
    const key = String(block.hash ?? block.number);
    const batch = this.#members.get(key) ?? new Batch((ids: readonly string[]) => this.#read(ids, block));
    this.#members.set(key, batch);
    return batch.load(pool);
  }

  async #read(ids: readonly string[], block: Block): Promise<(readonly Member[])[]> {
    const { pools } = await this.#source.subgraph.ask<{ pools: { id: string; members: Member[] }[] }>(
      MEMBERS,
      { ids, block: block.height },
    );
    const known = new Map(pools.map(({ id, members }) => [id, members]));
    return ids.map((id) => {
      const members = known.get(id) ?? [];
      this.#source.limits.budget.take(members.length);
      if (members.length < MOST_MEMBERS) return members;
      throw apiError("TOO_COMPLEX", `A pool has had ${MOST_MEMBERS} members or more: ask for single sinks.`);
    });
  }
}
