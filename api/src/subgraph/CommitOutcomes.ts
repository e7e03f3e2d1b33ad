import type { CommitCounts, Straddler } from "@manometer/analytics/metrics/countedReliability";
import type { CommitFate } from "@manometer/analytics/metrics/reliability";
import { apiError } from "../errors.ts";
import { unlessTooLong } from "../tooLong.ts";
import { type Counted, expectedCount } from "./Counted.ts";
import { COMMITMENTS, type CommitmentFact, fatesOf } from "./commitments.ts";
import { PAGE } from "./factQueries.ts";
import type { Question, Resolution } from "./History.ts";
import { type Loader, loader, type Source } from "./loader.ts";
import { MATCHES, type MatchFact, type MatchStats, matchesOf } from "./matches.ts";

/** Commitments of a window: each one's fate where they are few, else their counts. */
export type CommitmentsRead =
  | { readonly fates: readonly CommitFate[] }
  | { readonly counts: CommitCounts; readonly resolution: Resolution };

/** A pair, by its commitments and by its reveals. */
export type Signals = { readonly commits: Counted; readonly reveals: Counted };

type Newest = readonly { readonly committedAtBlock: string }[];
type Open = readonly {
  readonly committedAt: string;
  readonly revealedAt: string;
  readonly latencyBlocks: string;
}[];
type Edges = {
  readonly beforeStart: Newest;
  readonly beforeEnd: Newest;
  readonly atStart: Open;
  readonly atEnd: Open;
};

const newestBefore = (edge: string) =>
  `commitments(first: 1, orderBy: committedAtBlock, orderDirection: desc, where: { sinkCapacity: $id, committedAt_lt: ${edge} }, block: $block) { committedAtBlock }`;
const openAt = (edge: string) =>
  `commitments(first: 1, where: { sinkCapacity: $id, committedAt_lt: ${edge}, revealedAt_gte: ${edge} }, block: $block) { committedAt revealedAt latencyBlocks }`;

/** Of a pair: its newest commitment before each edge of a window, and the one that was open there and was revealed. */
export const EDGES = `query Edges($id: String!, $from: BigInt!, $to: BigInt!, $block: Block_height!) {
  beforeStart: ${newestBefore("$from")}
  beforeEnd: ${newestBefore("$to")}
  atStart: ${openAt("$from")}
  atEnd: ${openAt("$to")}
}`;
/** Of a window's commitments those that can still be revealed at a block. */
export const PENDING = `query Pending($id: String!, $from: BigInt!, $to: BigInt!, $now: BigInt!, $skip: Int!, $block: Block_height!) {
  commitments(first: ${PAGE}, skip: $skip, orderBy: id, where: { sinkCapacity: $id, revealedAtBlock: null, expiresAfterBlock_gte: $now, committedAt_gte: $from, committedAt_lt: $to }, block: $block) { id }
}`;
/** How many commits a pair had had by a block. */
export const COMMIT_COUNT = `query CommitCount($id: ID!, $block: Block_height!) {
  sinkCapacity(id: $id, block: $block) { commitCount lastCommitAtBlock }
}`;

/** Reads what became of the commitments of pairs. */
export class CommitOutcomes {
  readonly #source: Source;
  readonly #fates: Loader<CommitmentFact, never>;
  readonly #matches: Loader<MatchFact, MatchStats>;

  constructor(source: Source) {
    this.#source = source;
    const { limits } = source;
    this.#fates = loader({ ...source, limits: { ...limits, most: limits.raw } }, COMMITMENTS);
    this.#matches = loader(source, MATCHES);
  }

  /**
   * What became of a window's commitments.
   * @throws BAD_WINDOW where too many of them are pending, or too much happened within an hour
   */
  async of({ commits, reveals }: Signals, question: Question): Promise<CommitmentsRead> {
    const { raw } = this.#source.limits;
    const tried = expectedCount(commits, question) <= raw ? await this.#few(commits.id, question) : null;
    if (tried !== null) return tried;
    const [edges, pending, { matched, resolution }] = await Promise.all([
      this.#edges(commits.id, question),
      this.#pending(commits.id, question),
      this.#matches(reveals, question).then(matchesOf),
    ]);
    const few = edges.commits <= raw ? await this.#few(commits.id, question) : null;
    return few ?? { counts: { ...edges, pending, matched }, resolution };
  }

  async #few(id: string, question: Question) {
    const history = await unlessTooLong(this.#fates(id, question));
    return history && { fates: fatesOf(history) };
  }

  async #edges(id: string, { block, window }: Question) {
    const bounds = { from: String(window.from), to: String(window.to), block: block.height };
    const edges = await this.#source.subgraph.ask<Edges>(EDGES, { id, ...bounds });
    const [before, until] = await Promise.all([
      this.#countAt(id, edges.beforeStart),
      this.#countAt(id, edges.beforeEnd),
    ]);
    return { commits: until - before, atStart: straddler(edges.atStart), atEnd: straddler(edges.atEnd) };
  }

  // Every commit of that block was made at its time, so all of them are before the edge.
  async #countAt(id: string, [newest]: Newest): Promise<number> {
    if (newest === undefined) return 0;
    const number = Number(newest.committedAtBlock);
    const { sinkCapacity: pair } = await this.#source.subgraph.ask<{
      sinkCapacity: { commitCount: string; lastCommitAtBlock: string | null } | null;
    }>(COMMIT_COUNT, { id, block: { number } });
    if (pair?.lastCommitAtBlock === newest.committedAtBlock) return Number(pair.commitCount);
    throw apiError(
      "NOT_INDEXED_YET",
      `The chain was reorganised at block ${number} while it was read: ask again.`,
    );
  }

  async #pending(id: string, { block, window }: Question): Promise<number> {
    const { most, budget } = this.#source.limits;
    const bounds = { from: String(window.from), to: String(window.to), now: String(block.number) };
    for (let skip = 0; skip <= most; skip += PAGE) {
      const { commitments } = await this.#source.subgraph.ask<{ commitments: readonly object[] }>(PENDING, {
        ...{ id, ...bounds, skip },
        block: block.height,
      });
      budget.take(commitments.length);
      if (commitments.length < PAGE) return skip + commitments.length;
    }
    throw apiError(
      "BAD_WINDOW",
      `More than ${most} commitments of the window can still be revealed: shorten it.`,
    );
  }
}

function straddler([open]: Open): Straddler {
  if (open === undefined) return null;
  const { committedAt, revealedAt, latencyBlocks } = open;
  return {
    committedAt: BigInt(committedAt),
    revealedAt: BigInt(revealedAt),
    latencyBlocks: BigInt(latencyBlocks),
  };
}
