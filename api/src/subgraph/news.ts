import { codeOf } from "../errors.ts";
import type { Block } from "./Blocks.ts";
import { PAGE } from "./factQueries.ts";
import type { Subgraph } from "./Subgraph.ts";

/** A reveal or a slash: what it is found by, and its own figures, by which one is told from another of the same id. */
export type FactRow = {
  readonly id: string;
  readonly sequence: string;
  readonly blockNumber: string;
  readonly sink: { readonly id: string };
  readonly taskType?: { readonly id: string };
};

/** A buffer: its id and its own figures. */
export type BufferRow = { readonly id: string };

/** What an index tells of the blocks after one. */
export type Told = {
  readonly reveals: readonly FactRow[];
  readonly slashes: readonly FactRow[];
  readonly buffers: readonly BufferRow[];
};

const REVEAL =
  "id sequence blockNumber timestamp sink { id } taskType { id } raw cap smoothedBefore smoothed totalCapacityAfter";
const SLASH =
  "id sequence blockNumber timestamp sink { id } amount reason stakeBefore stakeAfter slasher { id } evidenceHash";
const BUFFER = "id max totalDeposited totalDrained overflowCount changedAt lastDrainedAtBlock";

/** One page of the reveals and slashes between two places in the chain, and what some buffers are. */
export const NEWS = `query News($reveals: BigInt!, $slashes: BigInt!, $end: BigInt!, $buffers: [Bytes!]!, $block: Block_height!) {
  reveals(first: ${PAGE}, orderBy: sequence, where: { sequence_gt: $reveals, sequence_lt: $end }, block: $block) { ${REVEAL} }
  slashes(first: ${PAGE}, orderBy: sequence, where: { sequence_gt: $slashes, sequence_lt: $end }, block: $block) { ${SLASH} }
  buffers(first: ${PAGE}, where: { id_in: $buffers }, block: $block) { ${BUFFER} }
}`;
/** What some buffers are. */
export const BUFFERS_AT = `query BuffersAt($buffers: [Bytes!]!, $block: Block_height!) {
  buffers(first: ${PAGE}, where: { id_in: $buffers }, block: $block) { ${BUFFER} }
}`;
/** The parent of a block. */
export const PARENT = `query Parent($hash: Bytes!) {
  _meta(block: { hash: $hash }) { block { parentHash } }
}`;

/** Buffers that are asked for in one question. */
export const MOST_BUFFERS = PAGE;

/** Blocks: those after `after`, up to `upTo`. */
export type BlockRange = { readonly after: number; readonly upTo: number };

/**
 * What happened in a range of blocks, as it stands at a block.
 * @param buffers ids of the buffers to tell of, at most 1,000
 * @throws UPSTREAM_UNAVAILABLE, NOT_INDEXED_YET
 */
export async function newsOf(
  subgraph: Subgraph,
  { after, upTo }: BlockRange,
  block: Block,
  buffers: readonly string[],
): Promise<Told> {
  const first = String(sequenceOf(after + 1) - 1n);
  const end = String(sequenceOf(upTo + 1));
  const all = { reveals: [] as FactRow[], slashes: [] as FactRow[] };
  for (;;) {
    const reveals = all.reveals.at(-1)?.sequence ?? first;
    const slashes = all.slashes.at(-1)?.sequence ?? first;
    const variables = { reveals, slashes, end, buffers, block: block.height };
    const page = await subgraph.ask<Told>(NEWS, variables);
    all.reveals.push(...page.reveals);
    all.slashes.push(...page.slashes);
    const isLast = page.reveals.length < PAGE && page.slashes.length < PAGE;
    if (isLast) return { ...all, buffers: page.buffers };
  }
}

/** What some buffers are at a block. Errors: those of a question to graph-node. */
export async function buffersAt(
  subgraph: Subgraph,
  block: Block,
  buffers: readonly string[],
): Promise<readonly BufferRow[]> {
  const variables = { buffers, block: block.height };
  return (await subgraph.ask<Pick<Told, "buffers">>(BUFFERS_AT, variables)).buffers;
}

function sequenceOf(block: number): bigint {
  return BigInt(block) << 32n;
}

/** The hash of a block's parent; null where graph-node does not know the block. */
export async function parentOf(subgraph: Subgraph, hash: string): Promise<string | null> {
  type Parent = { readonly _meta: { readonly block: { readonly parentHash: string | null } } };
  try {
    return (await subgraph.ask<Parent>(PARENT, { hash }))._meta.block.parentHash;
  } catch (error) {
    if (codeOf(error) === "NOT_INDEXED_YET") return null;
    throw error;
  }
}
