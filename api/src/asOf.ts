import { FORMULA_VERSION } from "@manometer/analytics/formulaVersion";
import type { Context } from "./context.ts";
import type { Block } from "./subgraph/Blocks.ts";
import { isoOf } from "./window.ts";

/** The type `AsOf`, ready for JSON. */
export type AsOf = {
  readonly blockNumber: number;
  readonly blockHash: string | null;
  readonly timestamp: string | null;
  readonly finalized: boolean | null;
  readonly lagBlocks: number | null;
  readonly formulaVersion: string;
  readonly nullReason: string | null;
};

/**
 * What a request can say of a block, by default the one that its response is evaluated at.
 * @throws UPSTREAM_UNAVAILABLE, NOT_INDEXED_YET
 */
export async function asOf({ blocks, upstream }: Context, wanted = blocks.ofResponse()): Promise<AsOf> {
  const [block, head, lag] = await Promise.all([wanted, blocks.head(), blocks.lag()]);
  const behind = Math.max(lag?.chainHead ?? 0, head.number) - block.number;
  const isFinal = behind >= upstream.finalityBlocks;
  return {
    blockNumber: block.number,
    blockHash: block.hash,
    timestamp: block.timestamp === null ? null : isoOf(block.timestamp),
    finalized: isFinal || lag !== null ? isFinal : null,
    lagBlocks: lag === null ? null : Math.max(0, lag.chainHead - head.number),
    formulaVersion: FORMULA_VERSION,
    nullReason: whyNull(block, lag !== null, isFinal),
  };
}

function whyNull(block: Block, isLagKnown: boolean, isFinal: boolean): string | null {
  const reasons: string[] = [];
  if (block.hash === null) {
    reasons.push("blockHash, timestamp: graph-node tells neither of a block that is asked for by number");
  } else if (block.timestamp === null) {
    reasons.push("timestamp: graph-node has not kept this block, in which nothing happened");
  }
  if (!isLagKnown) {
    const unknown = "the chain's head is not known: no status endpoint is configured or it does not answer";
    reasons.push(`${isFinal ? "" : "finalized, "}lagBlocks: ${unknown}`);
  }
  return reasons.length === 0 ? null : reasons.join("; ");
}
