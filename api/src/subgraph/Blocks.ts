import type { GraphQLResolveInfo } from "graphql";
import { apiError } from "../errors.ts";
import type { Operation } from "../operationOf.ts";
import type { IndexedHead } from "./Head.ts";
import { type Block, blockAt } from "./readBlock.ts";
import { type RootHeights, rootHeights, type WantedHeight } from "./rootHeights.ts";
import type { Lag, Status } from "./Status.ts";
import type { Subgraph } from "./Subgraph.ts";

export type { Block } from "./readBlock.ts";

/** What the blocks of a request are read from; its head is taken when it is first needed. */
export type BlockSource = {
  readonly subgraph: Subgraph;
  readonly status: Status;
  readonly head: () => Promise<IndexedHead>;
};

/** The blocks of one request. The indexed head is taken once, so that a whole response is of one block. */
export class Blocks {
  readonly #source: BlockSource;
  readonly #known = new Map<string, Promise<Block>>();
  #head: Promise<IndexedHead> | null = null;
  #roots: RootHeights = new Map();

  constructor(source: BlockSource) {
    this.#source = source;
  }

  /** Makes derived fields follow the blocks that an operation's root fields name; before it is executed. */
  follow(query: Operation): void {
    this.#roots = rootHeights(query);
  }

  /** The newest indexed block, the same for the whole request. */
  async head(): Promise<Block> {
    return (await this.#taken()).block;
  }

  /** How far the chain was when the head was taken; null where no status endpoint tells it. */
  async lag(): Promise<Lag | null> {
    return (await this.#taken()).lag;
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
    const key = JSON.stringify(height);
    const block = this.#known.get(key) ?? this.#find(height);
    this.#known.set(key, block);
    return block;
  }

  async #find(height: WantedHeight): Promise<Block> {
    const { subgraph, status } = this.#source;
    if ("hash" in height) return blockAt(subgraph, height);
    const head = await this.head();
    const wanted = "number" in height ? height.number : height.number_gte;
    if (wanted > head.number) {
      const where = `the index is at block ${head.number}`;
      throw apiError("NOT_INDEXED_YET", `Block ${wanted} is not indexed yet, ${where}: wait for it.`);
    }
    if ("number_gte" in height) return head;
    const hash = await status.hashOf(await this.lag(), wanted);
    const isNamed = hash !== null && (await subgraph.isKnown(hash));
    return blockAt(subgraph, isNamed ? { hash } : { number: wanted }, hash);
  }

  #taken(): Promise<IndexedHead> {
    this.#head ??= this.#source.head();
    return this.#head;
  }
}
