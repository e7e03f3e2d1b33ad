import { Allocations, type MemberSteps } from "./Allocations.ts";
import type { Asker } from "./Asker.ts";
import { BUFFERS, type BufferFact, type BufferStats, type BuffersRead, buffersOf } from "./buffers.ts";
import type { Counted } from "./Counted.ts";
import { DRAINS, type DrainFact, type DrainStats, type DrainsRead, drainsOf } from "./drains.ts";
import { FactBudget } from "./FactBudget.ts";
import type { Fineness, Source } from "./FactReader.ts";
import { Funders } from "./Funders.ts";
import type { Question } from "./History.ts";
import { HourlyAllocations, type HourlyUnits } from "./HourlyAllocations.ts";
import { JoinedAsker } from "./JoinedAsker.ts";
import { type Loader, loader } from "./loader.ts";
import { PairHistories } from "./PairHistories.ts";
import { Queues } from "./Queues.ts";
import { type Pooled, Streams, type StreamsRead } from "./Streams.ts";
import { STAKES, type StakeFact, type StakeStats, type StakesRead, stakesOf } from "./stakes.ts";
import { TaskTypeHistories } from "./TaskTypeHistories.ts";

/** Facts or hours that are read of one parent at most. */
const MOST_PER_PARENT = 50_000;

/** The histories that one request reads, by ids of parents: what is asked in one turn is read together. */
export class Histories {
  readonly #drains: Loader<DrainFact, DrainStats>;
  readonly #stakes: Loader<StakeFact, StakeStats>;
  readonly #buffers: Loader<BufferFact, BufferStats>;
  readonly #allocations: Allocations;
  readonly #hourlyAllocations: HourlyAllocations;
  readonly #streams: Streams;
  /** Where histories are read from, and how much of them at most. */
  readonly source: Source;
  /** Those of pairs of task type and sink. */
  readonly pairs: PairHistories;
  /** Those of task types. */
  readonly taskTypes: TaskTypeHistories;
  /** The queues of buffers. */
  readonly queues: Queues;
  /** Who has funded sinks. */
  readonly funders: Funders;

  /** @param most requests that the questions of one turn may make */
  constructor(asker: Asker, fineness: Fineness, most: 1 | 2 = 2) {
    const limits = { most: MOST_PER_PARENT, budget: new FactBudget(), ...fineness };
    const source = { subgraph: new JoinedAsker(asker, most), limits };
    this.source = source;
    this.#drains = loader(source, DRAINS);
    this.#stakes = loader(source, STAKES);
    this.#buffers = loader(source, BUFFERS);
    this.#allocations = new Allocations(source);
    this.#hourlyAllocations = new HourlyAllocations(source);
    this.#streams = new Streams(source);
    this.pairs = new PairHistories(source);
    this.taskTypes = new TaskTypeHistories(source);
    this.queues = new Queues(source);
    this.funders = new Funders(source);
  }

  /** What buffers have paid a sink. */
  async drains(parent: Counted, question: Question): Promise<DrainsRead> {
    return drainsOf(await this.#drains(parent, question));
  }

  /** The stake of a sink. */
  async stakes(parent: Counted, question: Question): Promise<StakesRead> {
    return stakesOf(await this.#stakes(parent, question));
  }

  /** The level and the maximum of a buffer. */
  async buffers(parent: Counted, question: Question): Promise<BuffersRead> {
    return buffersOf(await this.#buffers(parent, question));
  }

  /** What a pool has streamed since the window's start; null where there is no such pool. */
  streams(pool: Pooled, question: Question): Promise<StreamsRead | null> {
    return this.#streams.of(pool, question);
  }

  /** The units of a pool's members since the window's start. */
  allocations(pool: string, question: Question): Promise<MemberSteps[]> {
    return this.#allocations.of(pool, question);
  }

  /** The same at each end of an interval, from hours where changes are many. */
  hourlyAllocations(pool: string, question: Question): Promise<HourlyUnits> {
    return this.#hourlyAllocations.of(pool, question);
  }
}
