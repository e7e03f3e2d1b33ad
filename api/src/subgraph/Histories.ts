import type { Read } from "@manometer/analytics/metrics/observed";
import type { CommitFate } from "@manometer/analytics/metrics/reliability";
import { Allocations, type MemberSteps } from "./Allocations.ts";
import { BUFFERS, type BufferFact, type BufferStats, type BuffersRead, buffersOf } from "./buffers.ts";
import { Capacities, type CapacitiesRead } from "./Capacities.ts";
import { type ClaimsRead, claimsOf } from "./claims.ts";
import { fatesOf } from "./commitments.ts";
import { type DrainsRead, drainsOf } from "./drains.ts";
import { FactBudget } from "./FactBudget.ts";
import {
  type CapacityStats,
  COMMITMENTS,
  type CommitmentFact,
  DRAINS,
  type DrainFact,
  type DrainStats,
  REVEALS,
  type RevealFact,
  STAKES,
  type StakeFact,
  type StakeStats,
} from "./FactKind.ts";
import type { Question } from "./History.ts";
import { type LevelFact, REBALANCES } from "./levelKinds.ts";
import { type Loader, loader, type Source } from "./loader.ts";
import {
  PAIR_DRAINS,
  PAYMENTS,
  type PaymentFact,
  type PaymentStats,
  type PaymentsRead,
  paymentsOf,
} from "./payments.ts";
import { Queues } from "./Queues.ts";
import { type RebalancesRead, rebalancesOf } from "./rebalances.ts";
import { type CapacityBasis, type RevealsRead, revealsOf } from "./reveals.ts";
import { Streams, type StreamsRead } from "./Streams.ts";
import type { Subgraph } from "./Subgraph.ts";
import { type StakesRead, stakesOf } from "./stakes.ts";
import { TOTALS, type TotalFact, totalsOf } from "./totals.ts";
import { type TracksRead, tracksOf } from "./tracks.ts";

/** Facts or hours that are read of one parent at most. */
const MOST_PER_PARENT = 50_000;

/** The histories that one request reads, by ids of parents: those that ask the same question are read together. */
export class Histories {
  readonly #reveals: Loader<RevealFact, CapacityStats>;
  readonly #commitments: Loader<CommitmentFact, never>;
  readonly #drains: Loader<DrainFact, DrainStats>;
  readonly #stakes: Loader<StakeFact, StakeStats>;
  readonly #totals: Loader<TotalFact, never>;
  readonly #capacities: Capacities;
  readonly #allocations: Allocations;
  readonly #buffers: Loader<BufferFact, BufferStats>;
  readonly #pairDrains: Loader<DrainFact, DrainStats>;
  readonly #payments: Loader<PaymentFact, PaymentStats>;
  readonly #rebalances: Loader<LevelFact, never>;
  readonly #streams: Streams;
  /** Where histories are read from, and how much of them at most. */
  readonly source: Source;
  /** The queues of buffers. */
  readonly queues: Queues;

  constructor(subgraph: Subgraph) {
    const source = { subgraph, limits: { most: MOST_PER_PARENT, budget: new FactBudget() } };
    this.source = source;
    this.#reveals = loader(source, REVEALS);
    this.#commitments = loader(source, COMMITMENTS);
    this.#drains = loader(source, DRAINS);
    this.#stakes = loader(source, STAKES);
    this.#totals = loader(source, TOTALS);
    this.#capacities = new Capacities(source);
    this.#allocations = new Allocations(source);
    this.#buffers = loader(source, BUFFERS);
    this.#pairDrains = loader(source, PAIR_DRAINS);
    this.#payments = loader(source, PAYMENTS);
    this.#rebalances = loader(source, REBALANCES);
    this.#streams = new Streams(source);
    this.queues = new Queues(source);
  }

  /** The reveals of a task type × sink, in the figures of a basis. */
  async reveals(sinkCapacity: string, question: Question, basis: CapacityBasis): Promise<RevealsRead> {
    return revealsOf(await this.#reveals(sinkCapacity, question), basis);
  }

  /** What the reveals of a task type × sink claimed, against its cap. */
  async claims(sinkCapacity: string, question: Question): Promise<ClaimsRead> {
    return claimsOf(await this.#reveals(sinkCapacity, question));
  }

  /** How the EWMA of a task type × sink followed its reveals. */
  async tracks(sinkCapacity: string, question: Question): Promise<TracksRead> {
    return tracksOf(await this.#reveals(sinkCapacity, question));
  }

  /** The stake of a sink. */
  async stakes(sink: string, question: Question): Promise<StakesRead> {
    return stakesOf(await this.#stakes(sink, question));
  }

  /** What became of each commitment of a task type × sink. */
  async commitments(sinkCapacity: string, question: Question): Promise<CommitFate[]> {
    return fatesOf(await this.#commitments(sinkCapacity, question));
  }

  /** What buffers have paid a sink. */
  async drains(sink: string, question: Question): Promise<DrainsRead> {
    return drainsOf(await this.#drains(sink, question));
  }

  /** The Σ of a task type's stored capacities, as its reveals left it. */
  async totals(taskType: string, question: Question): Promise<Read> {
    return totalsOf(await this.#totals(taskType, question));
  }

  /** The effective capacities of a task type's sinks since the window's start. */
  capacities(taskType: string, question: Question): Promise<CapacitiesRead> {
    return this.#capacities.of(taskType, question);
  }

  /** The effective capacities of a task type's registered sinks at the block. */
  async effective(taskType: string, { block }: Pick<Question, "block">): Promise<bigint[]> {
    const pairs = await this.#capacities.pairs(taskType, block);
    return pairs.filter((pair) => pair.isRegistered).map((pair) => BigInt(pair.smoothed));
  }

  /** What a task type's buffer has paid a sink, by the id of the pair. */
  async pairDrains(sinkCapacity: string, question: Question): Promise<DrainsRead> {
    return drainsOf(await this.#pairDrains(sinkCapacity, question));
  }

  /** What a task type's buffer has paid to whom. */
  async payments(taskType: string, question: Question): Promise<PaymentsRead> {
    return paymentsOf(await this.#payments(taskType, question));
  }

  /** When a task type was rebalanced since the last time before the window, up to the block. */
  async rebalances(taskType: string, { block, window }: Question): Promise<RebalancesRead> {
    const question = { block, window: { from: window.from, to: block.end }, interval: null };
    return rebalancesOf(await this.#rebalances(taskType, question));
  }

  /** What a pool has streamed since the window's start; null where there is no such pool. */
  streams(pool: string, question: Question): Promise<StreamsRead | null> {
    return this.#streams.of(pool, question);
  }

  /** The level and the maximum of a buffer. */
  async buffers(buffer: string, question: Question): Promise<BuffersRead> {
    return buffersOf(await this.#buffers(buffer, question));
  }

  /** The units of a pool's members since the window's start. */
  allocations(pool: string, question: Question): Promise<MemberSteps[]> {
    return this.#allocations.of(pool, question);
  }
}
