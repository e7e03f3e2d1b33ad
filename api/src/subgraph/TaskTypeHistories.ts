import type { Read } from "@manometer/analytics/metrics/observed";
import { Capacities, type CapacitiesRead } from "./Capacities.ts";
import type { Counted } from "./Counted.ts";
import { type CountRead, countOf, REVEAL_COUNTS } from "./counts.ts";
import type { Fact, Stats } from "./FactKind.ts";
import type { Source } from "./FactReader.ts";
import type { Question } from "./History.ts";
import { HourlyCapacities, type HourlyRead } from "./HourlyCapacities.ts";
import { type LevelFact, REBALANCES } from "./levelKinds.ts";
import { type Loader, loader } from "./loader.ts";
import { PAYMENTS, type PaymentFact, type PaymentStats, type PaymentsRead, paymentsOf } from "./payments.ts";
import { type RebalancesRead, rebalancesOf } from "./rebalances.ts";
import { TOTALS, type TotalFact, totalsOf } from "./totals.ts";

/** The histories of task types. */
export class TaskTypeHistories {
  readonly #totals: Loader<TotalFact, never>;
  readonly #counts: Loader<Fact, Stats>;
  readonly #payments: Loader<PaymentFact, PaymentStats>;
  readonly #rebalances: Loader<LevelFact, never>;
  readonly #capacities: Capacities;
  readonly #hourly: HourlyCapacities;

  constructor(source: Source) {
    this.#totals = loader(source, TOTALS);
    this.#counts = loader(source, REVEAL_COUNTS);
    this.#payments = loader(source, PAYMENTS);
    this.#rebalances = loader(source, REBALANCES);
    this.#capacities = new Capacities(source);
    this.#hourly = new HourlyCapacities(source, this.#capacities);
  }

  /** The Σ of its stored capacities, as its reveals left it. */
  async totals(taskType: string, question: Question): Promise<Read> {
    return totalsOf(await this.#totals(taskType, question));
  }

  /** How many reveals it has had. */
  async revealCount(taskType: string, question: Question): Promise<CountRead> {
    return countOf(await this.#counts(taskType, question));
  }

  /** What its buffer has paid to whom. */
  async payments(parent: Counted, question: Question): Promise<PaymentsRead> {
    return paymentsOf(await this.#payments(parent, question));
  }

  /** When it was rebalanced since the last time before the window, up to the block. */
  async rebalances(taskType: string, { block, window }: Question): Promise<RebalancesRead> {
    const question = { block, window: { from: window.from, to: block.end }, interval: null };
    return rebalancesOf(await this.#rebalances(taskType, question));
  }

  /** The effective capacities of its sinks since the window's start. */
  capacities(taskType: string, question: Question): Promise<CapacitiesRead> {
    return this.#capacities.of(taskType, question);
  }

  /** The same at the block alone, and the network's parameters since the window's start. */
  async present(taskType: string, { block, window }: Question): Promise<Omit<CapacitiesRead, "clock">> {
    const [pairs, parameters] = await Promise.all([
      this.#capacities.pairs.of(taskType, block),
      this.#capacities.parameters(block, window.from),
    ]);
    const sinks = pairs.map(({ isRegistered, smoothed, sink }) => ({
      sink: sink.id,
      effective: { initial: isRegistered ? BigInt(smoothed) : null, steps: [] },
    }));
    return { sinks, parameters };
  }

  /** The effective capacities of its sinks at each end of an interval, from hours where reveals are many. */
  hourly(taskType: string, question: Question): Promise<HourlyRead> {
    return this.#hourly.of(taskType, question);
  }

  /** The effective capacities of its registered sinks at the block. */
  async effective(taskType: string, { block }: Pick<Question, "block">): Promise<bigint[]> {
    const pairs = await this.#capacities.pairs.of(taskType, block);
    return pairs.filter((pair) => pair.isRegistered).map((pair) => BigInt(pair.smoothed));
  }
}
