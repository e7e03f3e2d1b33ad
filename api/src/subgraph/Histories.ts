import type { CommitFate } from "@manometer/analytics/metrics/reliability";
import { Batch } from "./Batch.ts";
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
  type Fact,
  REVEALS,
  type RevealFact,
  STAKES,
  type StakeFact,
  type StakeStats,
} from "./FactKind.ts";
import { FactReader } from "./FactReader.ts";
import type { History, Question } from "./History.ts";
import { HistoryReader } from "./HistoryReader.ts";
import { type CapacityBasis, type RevealsRead, revealsOf } from "./reveals.ts";
import type { Subgraph } from "./Subgraph.ts";
import { type StakesRead, stakesOf } from "./stakes.ts";
import { type TracksRead, tracksOf } from "./tracks.ts";

/** Facts or hours that are read of one parent at most. */
const MOST_PER_PARENT = 50_000;

/** The histories that one request reads, by ids of parents: those that ask the same question are read together. */
export class Histories {
  readonly #reveals: Loader<RevealFact, CapacityStats>;
  readonly #commitments: Loader<CommitmentFact, never>;
  readonly #drains: Loader<DrainFact, DrainStats>;
  readonly #stakes: Loader<StakeFact, StakeStats>;

  constructor(subgraph: Subgraph) {
    const limits = { most: MOST_PER_PARENT, budget: new FactBudget() };
    this.#reveals = loader(new FactReader(subgraph, REVEALS, limits));
    this.#commitments = loader(new FactReader(subgraph, COMMITMENTS, limits));
    this.#drains = loader(new FactReader(subgraph, DRAINS, limits));
    this.#stakes = loader(new FactReader(subgraph, STAKES, limits));
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
}

type Loader<F, B> = (id: string, question: Question) => Promise<History<F, B>>;

function loader<F extends Fact, B>(facts: FactReader<F, B>): Loader<F, B> {
  const reader = new HistoryReader(facts);
  const batches = new Map<string, Batch<string, History<F, B>>>();
  return (id, question) => {
    const { block, window, interval } = question;
    const key = [block.hash ?? block.number, window.from, window.to, interval].join();
    const batch = batches.get(key) ?? new Batch((ids: readonly string[]) => reader.read(ids, question));
    batches.set(key, batch);
    return batch.load(id);
  };
}
