import { effectiveCapacity } from "@manometer/analytics/metrics/effectiveCapacity";
import type { Window } from "@manometer/analytics/series";
import type { StepSeries } from "@manometer/analytics/steps";
import { Batch } from "./Batch.ts";
import type { Capacities, SinkSteps } from "./Capacities.ts";
import { amounts, inSeconds, merged, type RevealedStats } from "./changes.ts";
import type { Fact } from "./FactKind.ts";
import type { Source } from "./FactReader.ts";
import { fieldsOf } from "./factQueries.ts";
import { earliest } from "./grain.ts";
import type { Question, Resolution } from "./History.ts";
import { inOrder, type LevelFact, REVEALED, STAKE, STORED } from "./levelKinds.ts";
import { type Loader, loader } from "./loader.ts";

/** The capacities of a task type as they stood at each end of an interval, and the window that was read. */
export type HourlyRead = {
  readonly sinks: readonly SinkSteps[];
  readonly resolution: Resolution;
  readonly window: Window;
};

/** The first reveal of each pair since a moment: it says what was stored until then. */
export const FIRSTS = `query Firsts($ids: [Bytes!]!, $from: BigInt!, $block: Block_height!) {
  taskTypes(first: 1000, where: { id_in: $ids }, block: $block) {
    id
    capacities(first: 1000, orderBy: id) {
      id
      reveals(first: 1, orderBy: sequence, where: { timestamp_gte: $from }) { ${fieldsOf(REVEALED)} }
    }
  }
}`;

type First = { readonly id: string; readonly reveals: readonly LevelFact[] };
type Firsts = {
  readonly taskTypes: readonly { readonly id: string; readonly capacities: readonly First[] }[];
};

/** Replays the capacities of task types to the second, from reveals or, where they are many, from their hours. */
export class HourlyCapacities {
  readonly #source: Source;
  readonly #capacities: Capacities;
  readonly #reveals: Loader<LevelFact & Fact, RevealedStats>;
  readonly #others: readonly Loader<LevelFact, never>[];
  readonly #stake: readonly Loader<LevelFact, never>[];
  readonly #firsts = new Map<string, Batch<string, readonly LevelFact[]>>();

  constructor(source: Source, capacities: Capacities) {
    this.#source = source;
    this.#capacities = capacities;
    this.#reveals = loader(source, REVEALED);
    this.#others = STORED.slice(1).map((kind) => loader(source, kind));
    this.#stake = STAKE.map((kind) => loader(source, kind));
  }

  /**
   * The effective capacities of a task type's sinks, right at the end of each of the question's intervals.
   * @throws BAD_WINDOW where too much happened since the window's start, TOO_COMPLEX where there are too many sinks
   */
  async of(taskType: string, question: Question): Promise<HourlyRead> {
    const { block, window, interval } = question;
    const from = earliest(window, interval);
    const facts = { block, window: { from, to: block.end }, interval: null };
    const [pairs, parameters, reveals, firsts, ...others] = await Promise.all([
      this.#capacities.pairs.of(taskType, block),
      this.#capacities.parameters(block, from),
      this.#reveals(taskType, { block, window: { from, to: window.to }, interval }),
      this.#firstsOf(taskType, facts),
      ...this.#others.map((load) => load(taskType, facts)),
    ]);
    const { resolution, head, buckets, tail } = reveals;
    const known = new Set([...head, ...tail].map(({ order }) => order));
    const fresh = firsts.filter(({ order }) => !known.has(order));
    const single = Map.groupBy(
      inOrder([head, tail, fresh, ...others.map((other) => other.head)]),
      ({ owner }) => owner?.id,
    );
    const rolled = Map.groupBy(buckets, ({ owner }) => owner.id);
    const sinks = pairs.map(async (pair): Promise<SinkSteps> => {
      const stakes = await Promise.all(this.#stake.map((load) => load(pair.sink.id, facts)));
      const changes = { facts: single.get(pair.id) ?? [], hours: rolled.get(pair.id) ?? [] };
      const now = pair.isRegistered ? pair.stored : null;
      const stored = merged(changes, now);
      const stake = merged({ facts: inOrder(stakes.map((one) => one.head)), hours: [] }, pair.sink.stake);
      const history = { stored, stake: amounts(stake) };
      return { sink: pair.sink.id, effective: effectiveCapacity(history, secondsOf(parameters)) };
    });
    const start = resolution === "RAW" ? window.from : reveals.window.from;
    return { sinks: await Promise.all(sinks), resolution, window: { from: start, to: window.to } };
  }

  #firstsOf(taskType: string, { block, window }: Question): Promise<readonly LevelFact[]> {
    const key = `${block.hash ?? block.number},${window.from}`;
    const read = async (ids: readonly string[]) => {
      const variables = { ids, from: String(window.from), block: block.height };
      const { taskTypes } = await this.#source.subgraph.ask<Firsts>(FIRSTS, variables);
      const known = new Map(taskTypes.map(({ id, capacities }) => [id, capacities]));
      return ids.map((id) => (known.get(id) ?? []).flatMap(({ reveals }) => reveals));
    };
    const batch = this.#firsts.get(key) ?? new Batch(read);
    this.#firsts.set(key, batch);
    return batch.load(taskType);
  }
}

function secondsOf<Name extends string>(all: { readonly [name in Name]: StepSeries<bigint> }) {
  const entries = Object.entries<StepSeries<bigint>>(all).map(([name, series]) => [name, inSeconds(series)]);
  return Object.fromEntries(entries) as { readonly [name in Name]: StepSeries<bigint> };
}
