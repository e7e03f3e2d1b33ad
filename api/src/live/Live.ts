import { apiError } from "../errors.ts";
import { Turns } from "../Turns.ts";
import type { Means } from "./evaluate.ts";
import { Group, type GroupMeans } from "./Group.ts";
import { Heads } from "./Heads.ts";
import { type Client, Listener } from "./Listener.ts";
import type { News } from "./News.ts";
import type { Wanted } from "./Wanted.ts";

/** Time between two looks at the index (ms). */
const EVERY_MS = 200;
/** Questions of subscriptions that run at once. */
const MOST_AT_ONCE = 16;

/** All subscriptions of the process. The index is looked at only while there is one. */
export class Live {
  readonly #heads: Heads;
  readonly #groups = new Map<string, Group>();
  readonly #groupMeans: GroupMeans;

  constructor(means: Means) {
    const { upstream, log } = means;
    const watch = {
      subgraph: upstream.subgraph,
      head: () => upstream.head.now(),
      depth: upstream.finalityBlocks,
      everyMs: EVERY_MS,
      log,
    };
    this.#heads = new Heads(watch, (news) => this.#tell(news));
    const turns = new Turns(MOST_AT_ONCE);
    this.#groupMeans = { ...means, turns, isUp: () => this.#heads.isUp, current: () => this.#heads.current };
  }

  /** How many subscriptions there are. */
  get subscriptions(): number {
    return [...this.#groups.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /**
   * Begins a subscription.
   * @throws TOO_COMPLEX where no more buffers can be watched
   */
  subscribe(wanted: Wanted, client: Client): Listener {
    const { kind, taskType, key } = wanted;
    if (kind === "buffer" && !this.#heads.watchBuffer(taskType ?? "")) {
      throw apiError(
        "TOO_COMPLEX",
        "So many buffers are watched already that no other can be: try again later.",
      );
    }
    const group = this.#groups.get(key) ?? new Group(wanted, this.#groupMeans);
    const listener = new Listener(client, () => this.#leave(group, listener));
    this.#groups.set(key, group);
    group.join(listener);
    this.#heads.start();
    return listener;
  }

  /** Ends all subscriptions and looks no more. */
  close(): void {
    this.#heads.stop();
    for (const group of this.#groups.values()) group.end();
  }

  #tell(news: News): void {
    for (const group of this.#groups.values()) group.hear(news);
  }

  #leave(group: Group, listener: Listener): void {
    group.leave(listener);
    const { kind, taskType, key } = group.wanted;
    if (kind === "buffer") this.#heads.leaveBuffer(taskType ?? "");
    if (group.size === 0) this.#groups.delete(key);
    if (this.#groups.size === 0) this.#heads.stop();
  }
}
