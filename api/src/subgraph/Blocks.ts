import type { GraphQLResolveInfo } from "graphql";
import { apiError } from "../errors.ts";
import type { Operation } from "../operationOf.ts";
import { type RootHeights, rootHeights, type WantedHeight } from "./rootHeights.ts";
import type { Status } from "./Status.ts";
import type { BlockHeight, Subgraph } from "./Subgraph.ts";

/** A block that answers are evaluated at. */
export type Block = {
  readonly number: number;
  /** null where it was asked for by number and no status endpoint tells its hash. */
  readonly hash: string | null;
  /** Seconds since 1970; null where graph-node does not find the block by its hash. */
  readonly timestamp: bigint | null;
  /** The second after its last fact that a window may hold: timestamp + 1, else that of the newest fact + 1. */
  readonly end: bigint;
  /** How graph-node is told to answer at it. */
  readonly height: BlockHeight;
  readonly deployment: string;
};

type Meta = {
  readonly _meta: {
    readonly block: {
      readonly number: number;
      readonly hash: string | null;
      readonly timestamp: number | null;
    };
    readonly deployment: string;
  };
};

type Newest = { readonly events: readonly { readonly timestamp: string }[] };

/** A block's number, hash and time; the last two are null for a block asked for by number. */
export const META = `query Meta($block: Block_height) {
  _meta(block: $block) { block { number hash timestamp } deployment }
}`;
/** The newest fact of a block that is asked for by number. */
export const NEWEST = `query Newest($block: Block_height!) {
  events(first: 1, orderBy: sequence, orderDirection: desc, block: $block) { timestamp }
}`;
const HEAD_TIMEOUT_MS = 5000;

/** The blocks of one request. The indexed head is taken once, so that a whole response is of one block. */
export class Blocks {
  readonly #subgraph: Subgraph;
  readonly #status: Status;
  readonly #known = new Map<string, Promise<Block>>();
  #roots: RootHeights = new Map();

  constructor(subgraph: Subgraph, status: Status) {
    this.#subgraph = subgraph;
    this.#status = status;
  }

  /** Makes derived fields follow the blocks that an operation's root fields name; before it is executed. */
  follow(query: Operation): void {
    this.#roots = rootHeights(query);
  }

  /** The newest indexed block, the same for the whole request. */
  head(): Promise<Block> {
    return this.#once("head", () => this.#newest());
  }

  /** The block that a field's root names, else the head. */
  of(info: GraphQLResolveInfo): Promise<Block> {
    let path = info.path;
    while (path.prev !== undefined) path = path.prev;
    return this.at(this.#roots.get(String(path.key)) ?? null);
  }

  /** The block of the whole response: the one that all roots with a block name, else the head. */
  ofResponse(): Promise<Block> {
    const wanted = new Map([...this.#roots.values()].map((height) => [JSON.stringify(height), height]));
    const [only] = wanted.values();
    return wanted.size === 1 && only !== undefined ? this.at(only) : this.head();
  }

  /**
   * The block of a height; null is the head.
   * @throws NOT_INDEXED_YET where the index does not hold it
   */
  at(height: WantedHeight | null): Promise<Block> {
    if (height === null) return this.head();
    return this.#once(JSON.stringify(height), () => this.#find(height));
  }

  async #find(height: WantedHeight): Promise<Block> {
    if ("hash" in height) return this.#meta(height);
    const head = await this.head();
    const wanted = "number" in height ? height.number : height.number_gte;
    if (wanted > head.number) {
      const where = `the index is at block ${head.number}`;
      throw apiError("NOT_INDEXED_YET", `Block ${wanted} is not indexed yet, ${where}: wait for it.`);
    }
    if ("number_gte" in height) return head;
    const hash = await this.#status.hashOf(head.deployment, wanted);
    return this.#meta(
      hash !== null && (await this.#subgraph.isKnown(hash)) ? { hash } : { number: wanted },
      hash,
    );
  }

  async #newest(): Promise<Block> {
    const { _meta } = await this.#subgraph.ask<Meta>(META, { block: null }, HEAD_TIMEOUT_MS);
    const { hash, number } = _meta.block;
    const isNamed = hash !== null && (await this.#subgraph.isKnown(hash));
    return this.#block(_meta, isNamed ? { hash } : { number });
  }

  async #meta(height: BlockHeight, hash: string | null = null): Promise<Block> {
    const { _meta } = await this.#subgraph.ask<Meta>(META, { block: height });
    return this.#block({ ..._meta, block: { ..._meta.block, hash: _meta.block.hash ?? hash } }, height);
  }

  async #block({ block, deployment }: Meta["_meta"], height: BlockHeight): Promise<Block> {
    const timestamp = block.timestamp === null ? null : BigInt(block.timestamp);
    const { number, hash } = block;
    return {
      number,
      hash,
      timestamp,
      end: (timestamp ?? (await this.#lastFact(number))) + 1n,
      height,
      deployment,
    };
  }

  async #lastFact(number: number): Promise<bigint> {
    const { events } = await this.#subgraph.ask<Newest>(NEWEST, { block: { number } });
    return BigInt(events[0]?.timestamp ?? 0);
  }

  #once(key: string, find: () => Promise<Block>): Promise<Block> {
    const block = this.#known.get(key) ?? find();
    this.#known.set(key, block);
    return block;
  }
}
