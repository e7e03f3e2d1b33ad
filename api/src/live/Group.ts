import { setTimeout as sleep } from "node:timers/promises";
import type { GraphQLError } from "graphql";
import { MOST_ROWS } from "../bounds.ts";
import { apiError } from "../errors.ts";
import type { IndexedHead } from "../subgraph/Head.ts";
import type { Turns } from "../Turns.ts";
import { evaluate, type Means, type Occasion } from "./evaluate.ts";
import type { Listener, Result } from "./Listener.ts";
import type { News } from "./News.ts";
import type { ToldFact } from "./Past.ts";
import type { Wanted } from "./Wanted.ts";

/** What groups have in common. */
export type GroupMeans = Means & {
  readonly turns: Turns;
  /** Whether graph-node answered when it was last asked. */
  readonly isUp: () => boolean;
  /** The newest head that is told of. */
  readonly current: () => IndexedHead | null;
};

type Job = { readonly occasion: Occasion; readonly to: Listener | null };

/** Facts of one block that are asked for at once. */
const MOST_AT_ONCE = 100;
/** Jobs that may wait: with more the group cannot keep up. */
const MOST_JOBS = 10_000;
const TRIES = 3;
const PAUSE_MS = 500;

/** Subscriptions that ask the same: what they ask is asked once, and goes to all of them. */
export class Group {
  readonly wanted: Wanted;
  readonly #means: GroupMeans;
  readonly #listeners = new Set<Listener>();
  #jobs: Job[] = [];
  #job: Job | null = null;
  #last: { readonly head: IndexedHead; readonly results: readonly Result[] } | null = null;

  constructor(wanted: Wanted, means: GroupMeans) {
    this.wanted = wanted;
    this.#means = means;
  }

  /** How many subscriptions it serves. */
  get size(): number {
    return this.#listeners.size;
  }

  /** A subscription comes; one of a state begins with what it is now, where that is known. */
  join(listener: Listener): void {
    const head = this.#means.current();
    this.#listeners.add(listener);
    const isToldSoon = [this.#job, ...this.#jobs].some((job) => job?.to === null);
    if (!this.#isState || head === null || isToldSoon) return;
    this.#add([{ occasion: { head, facts: null, fork: null }, to: listener }]);
  }

  /** A subscription goes. */
  leave(listener: Listener): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size === 0) this.#jobs = [];
  }

  /** Something is new. */
  hear(news: News): void {
    const jobs = this.#occasions(news).map((occasion) => ({ occasion, to: null }));
    if (jobs.length > 0) this.#add(jobs);
  }

  /** Ends all its subscriptions, after an error where there is one. */
  end(error: GraphQLError | null = null): void {
    for (const listener of [...this.#listeners]) {
      if (error !== null) listener.push({ errors: [error] });
      listener.end();
    }
  }

  get #isState(): boolean {
    return this.wanted.kind === "blockIndexed" || this.wanted.kind === "buffer";
  }

  #occasions({ head, isPartial, facts, buffers, fork }: News): Occasion[] {
    const { kind, taskType } = this.wanted;
    if (kind === "reorganised") return fork === null ? [] : [{ head, facts: null, fork }];
    if (kind === "blockIndexed") return isPartial ? [] : [{ head, facts: null, fork: null }];
    if (kind === "buffer") return buffers.has(taskType ?? "") ? [{ head, facts: null, fork: null }] : [];
    const own = facts.filter((fact) => this.#isOfUs(fact));
    const most = Math.max(1, Math.min(MOST_AT_ONCE, Math.floor(MOST_ROWS / Math.max(1, this.wanted.rows))));
    return [...Map.groupBy(own, ({ block }) => block)].flatMap(([block, all]) => {
      const parts = Array.from({ length: Math.ceil(all.length / most) }, (_, part) =>
        all.slice(part * most, (part + 1) * most),
      );
      return parts.map((part) => ({ head, facts: { block, ids: part.map(({ id }) => id) }, fork: null }));
    });
  }

  #isOfUs({ kind, row }: ToldFact): boolean {
    const { taskType, sink } = this.wanted;
    if (kind !== this.wanted.kind) return false;
    return (taskType === null || row.taskType?.id === taskType) && (sink === null || row.sink.id === sink);
  }

  #add(jobs: readonly Job[]): void {
    // Of states only the newest matters: what waits to be told to all gives way to it.
    if (this.#isState && jobs[0]?.to === null) this.#jobs = this.#jobs.filter(({ to }) => to !== null);
    this.#jobs.push(...jobs);
    if (this.#jobs.length > MOST_JOBS) {
      this.end(tooComplex("More happens than can be answered for this subscription: select fewer fields."));
    } else if (this.#job === null) void this.#work();
  }

  async #work(): Promise<void> {
    for (;;) {
      this.#job = this.#jobs.shift() ?? null;
      if (this.#job === null) return;
      const { occasion, to } = this.#job;
      const results = await this.#results(occasion).catch((error: unknown) => {
        this.#means.log.error({ err: error }, "unexpected error");
        return [];
      });
      if (this.#isUnknown(results)) this.end(unknownBuffer(this.wanted.taskType));
      for (const listener of to === null ? [...this.#listeners] : [to]) {
        for (const result of results) listener.push(result);
      }
    }
  }

  #isUnknown([result]: readonly Result[]): boolean {
    if (this.wanted.kind !== "buffer" || result === undefined) return false;
    return result.errors === undefined && result.data?.[this.wanted.name] === null;
  }

  /** The events of an occasion. While graph-node is away they wait for it; those of a head that is gone are none. */
  async #results(occasion: Occasion): Promise<readonly Result[]> {
    const { head } = occasion;
    if (this.#isState && this.#last?.head === head) return this.#last.results;
    const { turns, isUp, current } = this.#means;
    for (let failures = 0; this.size > 0; await sleep(PAUSE_MS)) {
      const results = await turns.take(() => evaluate(this.#means, this.wanted, occasion));
      if (results.some((result) => has("NOT_INDEXED_YET", result)) && current() !== head) return [];
      const isAway = results.some((result) => has("UPSTREAM_UNAVAILABLE", result));
      failures += isAway && isUp() ? 1 : 0;
      if (isAway && failures < TRIES) continue;
      this.#last = isAway ? null : { head, results };
      return results;
    }
    return [];
  }
}

function has(code: string, { errors }: Result): boolean {
  return errors?.some(({ extensions }) => extensions.code === code) ?? false;
}

function tooComplex(message: string): GraphQLError {
  return apiError("TOO_COMPLEX", message);
}

function unknownBuffer(id: string | null): GraphQLError {
  const message = `There is no buffer of the task type ${id}: take an id of \`taskTypes\`.`;
  return apiError("UNKNOWN_ID", message);
}
