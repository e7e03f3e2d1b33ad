import type { QueueEdge } from "@manometer/analytics/metrics/countedLatency";
import type { Slice } from "@manometer/analytics/metrics/drainLatency";
import { apiError } from "../errors.ts";
import { unlessTooLong } from "../tooLong.ts";
import type { Block } from "./Blocks.ts";
import type { Fact, FactKind } from "./FactKind.ts";
import { PAGE } from "./factQueries.ts";
import type { Question } from "./History.ts";
import { type Loader, loader, type Source } from "./loader.ts";

type SliceFact = Fact & { readonly fifoFrom: string; readonly fifoTo: string; readonly blockNumber: string };

/** A deposit as it waits in a buffer's queue. */
export type Deposit = Omit<SliceFact, "order"> & {
  readonly id: string;
  readonly sequence: string;
  readonly amount: string;
  readonly source: { readonly id: string };
};

/** The drains of a Buffer. */
export const DRAINED: FactKind = {
  parents: "buffers",
  facts: "drains",
  order: "sequence",
  at: "timestamp",
  fields: "blockNumber fifoFrom fifoTo",
  hasBefore: false,
  noun: "drains",
  buckets: null,
};

/** The deposits that own a stretch of a buffer's queue, in its order, from a sequence on. */
export const DEPOSITS = `query Deposits($id: String!, $from: BigInt!, $to: BigInt!, $after: BigInt!, $first: Int!, $block: Block_height!) {
  deposits(first: $first, orderBy: sequence, where: { buffer: $id, fifoTo_gt: $from, fifoFrom_lt: $to, sequence_gt: $after }, block: $block) {
    id sequence at: timestamp blockNumber fifoFrom fifoTo amount source { id }
  }
}`;

const newestOf = (facts: string, edge: string) =>
  `${facts}(first: 1, orderBy: sequence, orderDirection: desc, where: { buffer: $id, timestamp_lt: ${edge} }, block: $block) { fifoTo }`;

/** The ends of a buffer's queue at both edges of a window. */
export const QUEUE_EDGES = `query QueueEdges($id: String!, $from: BigInt!, $to: BigInt!, $block: Block_height!) {
  startHead: ${newestOf("drains", "$from")}
  startTail: ${newestOf("deposits", "$from")}
  endHead: ${newestOf("drains", "$to")}
  endTail: ${newestOf("deposits", "$to")}
}`;

type Ends = {
  readonly [end in "startHead" | "startTail" | "endHead" | "endTail"]: readonly { readonly fifoTo: string }[];
};

/** A stretch [from, to) of a buffer's queue, in offsets (token wei). */
export type Stretch = { readonly buffer: string; readonly from: bigint; readonly to: bigint };

/** Reads buffers' queues. */
export class Queues {
  readonly #source: Source;
  readonly #drains: Loader<SliceFact, never>;
  readonly #few: Loader<SliceFact, never>;

  constructor(source: Source) {
    this.#source = source;
    this.#drains = loader(source, DRAINED);
    const { limits } = source;
    this.#few = loader({ ...source, limits: { ...limits, most: limits.raw } }, DRAINED);
  }

  /** What a window's drains took out of the queue. */
  async drains(buffer: string, question: Question): Promise<Slice[]> {
    return (await this.#drains(buffer, { ...question, interval: null })).head.map(sliceOf);
  }

  /**
   * The same, where they are few enough to read one by one.
   * @throws BAD_WINDOW where they are not
   */
  async fewDrains(buffer: string, question: Question): Promise<Slice[]> {
    return (await this.#few(buffer, question)).head.map(sliceOf);
  }

  /** The queue at both edges of a window. */
  async edges(id: string, { block, window }: Question) {
    const bounds = { from: String(window.from), to: String(window.to), block: block.height };
    const ends = await this.#source.subgraph.ask<Ends>(QUEUE_EDGES, { id, ...bounds });
    const offset = (end: keyof Ends) => BigInt(ends[end][0]?.fifoTo ?? 0);
    const edge = async (head: bigint, tail: bigint): Promise<QueueEdge> => {
      if (head >= tail) return { head, tail, deposits: [] };
      const deposits = await unlessTooLong(this.slices({ buffer: id, from: head, to: tail }, block));
      return { head, tail, deposits };
    };
    const [start, end] = await Promise.all([
      edge(offset("startHead"), offset("startTail")),
      edge(offset("endHead"), offset("endTail")),
    ]);
    return { start, end };
  }

  /**
   * The deposits of a stretch of a queue, at most `limit`.
   * @throws TOO_COMPLEX where the request's budget is spent
   */
  async deposits({ buffer: id, from, to }: Stretch, block: Block, limit: number): Promise<Deposit[]> {
    const bounds = { id, from: String(from), to: String(to), block: block.height };
    const all: Deposit[] = [];
    while (all.length < limit) {
      const first = Math.min(PAGE, limit - all.length);
      const variables = { ...bounds, after: all.at(-1)?.sequence ?? "-1", first };
      const { deposits } = await this.#source.subgraph.ask<{ deposits: Deposit[] }>(DEPOSITS, variables);
      this.#source.limits.budget.take(deposits.length);
      all.push(...deposits);
      if (deposits.length < first) break;
    }
    return all;
  }

  /**
   * All deposits of a stretch of a queue.
   * @throws BAD_WINDOW where they are too many
   */
  async slices(stretch: Stretch, block: Block): Promise<Slice[]> {
    const { most } = this.#source.limits;
    const deposits = await this.deposits(stretch, block, most + 1);
    if (deposits.length <= most) return deposits.map(sliceOf);
    throw apiError("BAD_WINDOW", `The window drained more than ${most} deposits: shorten it.`);
  }
}

/** A deposit's or a drain's part of the queue. */
export function sliceOf({ fifoFrom, fifoTo, at, blockNumber }: Omit<SliceFact, "order">): Slice {
  return { from: BigInt(fifoFrom), to: BigInt(fifoTo), at: BigInt(at), block: BigInt(blockNumber) };
}
