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

/**
 * The newest indexed block.
 * @param known what it was before: given back where it still is
 * @throws UPSTREAM_UNAVAILABLE
 */
export async function newestBlock(subgraph: Subgraph, known: Block | null): Promise<Block> {
  const asking = { timeout: HEAD_TIMEOUT_MS, isVital: true };
  const { _meta } = await subgraph.ask<Meta>(META, { block: null }, asking);
  const { hash, number } = _meta.block;
  const isSame = known !== null && known.hash === hash && known.deployment === _meta.deployment;
  if (isSame && hash !== null && "hash" in known.height) return known;
  await subgraph.learn(_meta.deployment);
  const served = subgraph.of(_meta.deployment);
  const isNamed = hash !== null && (await served.isKnown(hash));
  return blockOf(served, _meta, isNamed ? { hash } : { number });
}

/**
 * The block at a height.
 * @param hash its hash, where graph-node is asked by number and does not tell it
 * @throws NOT_INDEXED_YET where the index does not hold it
 */
export async function blockAt(
  subgraph: Subgraph,
  height: BlockHeight,
  hash: string | null = null,
): Promise<Block> {
  const { _meta } = await subgraph.ask<Meta>(META, { block: height });
  return blockOf(subgraph, { ..._meta, block: { ..._meta.block, hash: _meta.block.hash ?? hash } }, height);
}

async function blockOf(
  subgraph: Subgraph,
  { block, deployment }: Meta["_meta"],
  height: BlockHeight,
): Promise<Block> {
  const timestamp = block.timestamp === null ? null : BigInt(block.timestamp);
  const { number, hash } = block;
  const end = (timestamp ?? (await lastFact(subgraph, number))) + 1n;
  return { number, hash, timestamp, end, height, deployment };
}

async function lastFact(subgraph: Subgraph, number: number): Promise<bigint> {
  const { events } = await subgraph.ask<Newest>(NEWEST, { block: { number } });
  return BigInt(events[0]?.timestamp ?? 0);
}
