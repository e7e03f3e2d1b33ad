import { effectiveCapacity } from "@manometer/analytics/metrics/effectiveCapacity";
import type { StepSeries } from "@manometer/analytics/steps";
import type { Block } from "./Blocks.ts";
import { amounts } from "./changes.ts";
import type { Question } from "./History.ts";
import { amountOf, inOrder, type LevelFact, STAKE, STORED, stepOf } from "./levelKinds.ts";
import { type Loader, loader, type Source } from "./loader.ts";
import { Pairs } from "./Pairs.ts";
import { type Parameters, parametersSince } from "./parameters.ts";

/** A sink's effective capacity from a window's start up to the block; null while it is not registered. */
export type SinkSteps = { readonly sink: string; readonly effective: StepSeries<bigint | null> };

/** The capacities of a task type, and the network's parameters beside them. */
export type CapacitiesRead = {
  readonly sinks: readonly SinkSteps[];
  readonly parameters: Parameters;
  /** Block of the newest fact of the task type's capacities, over time; the block itself at its own moment. */
  readonly clock: StepSeries<bigint>;
};

/** Replays the capacities of task types from their facts: exact to the block, whatever moved them. */
export class Capacities {
  readonly #source: Source;
  readonly #stored: readonly Loader<LevelFact, never>[];
  readonly #stake: readonly Loader<LevelFact, never>[];
  /** The sinks of task types. */
  readonly pairs: Pairs;
  readonly #parameters = new Map<string, Promise<Parameters>>();

  constructor(source: Source) {
    this.#source = source;
    this.pairs = new Pairs(source);
    this.#stored = STORED.map((kind) => loader(source, kind));
    this.#stake = STAKE.map((kind) => loader(source, kind));
  }

  /**
   * The effective capacities of a task type's sinks since the window's start.
   * @throws BAD_WINDOW where too much happened since, TOO_COMPLEX where there are too many sinks
   */
  async of(taskType: string, question: Question): Promise<CapacitiesRead> {
    const { block, window } = question;
    const since = { ...question, window: { from: window.from, to: block.end }, interval: null };
    const [pairs, parameters, ...stored] = await Promise.all([
      this.pairs.of(taskType, block),
      this.parameters(block, window.from),
      ...this.#stored.map((load) => load(taskType, since)),
    ]);
    const changes = inOrder(stored.map(({ head }) => head));
    const clock = clockOf(
      stored.map(({ before }) => before),
      changes,
      block,
    );
    const byPair = Map.groupBy(changes, ({ owner }) => owner?.id);
    const sinks = pairs.map(async (pair): Promise<SinkSteps> => {
      const stakes = await Promise.all(this.#stake.map((load) => load(pair.sink.id, since)));
      const history = {
        stored: seriesOf(byPair.get(pair.id) ?? [], pair.isRegistered ? pair.stored : null),
        stake: amounts(seriesOf(inOrder(stakes.map(({ head }) => head)), pair.sink.stake)),
      };
      return { sink: pair.sink.id, effective: effectiveCapacity(history, parameters) };
    });
    return { sinks: await Promise.all(sinks), parameters, clock };
  }

  /** The network's parameters since a moment (seconds). */
  parameters(block: Block, from: bigint): Promise<Parameters> {
    const key = `${block.hash ?? block.number},${from}`;
    const known = this.#parameters.get(key) ?? parametersSince(this.#source.subgraph, block, from);
    this.#parameters.set(key, known);
    return known;
  }
}

function clockOf(
  before: readonly (LevelFact | null)[],
  changes: readonly LevelFact[],
  { number, end }: Block,
): StepSeries<bigint> {
  const passed = before.map((fact) => BigInt(fact?.blockNumber ?? 0)).reduce((a, b) => (a > b ? a : b), 0n);
  const steps = changes.map(({ blockNumber, at }) => ({ block: BigInt(blockNumber), at: BigInt(at) }));
  const all = [...steps, { block: BigInt(number), at: end - 1n }];
  const initial = passed === 0n ? (all[0]?.block ?? 0n) : passed;
  return { initial, steps: all.map((step) => ({ ...step, value: step.block })) };
}

/** What held before the first change, or holds now where there was none, and the changes. */
function seriesOf(facts: readonly LevelFact[], now: string | null): StepSeries<bigint | null> {
  return { initial: amountOf(facts[0] ? facts[0].before : now), steps: facts.map(stepOf) };
}
