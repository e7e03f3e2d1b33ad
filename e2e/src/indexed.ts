import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "./Client.ts";

/** The block that graph-node's endpoint answers for. */
export type IndexedBlock = { number: number; hash: string };

/** Until where graph-node has indexed; null while it cannot say. */
export async function indexedBlock(url: string): Promise<IndexedBlock | null> {
  const answer = await new Client(url)
    .ask<{ _meta: { block: IndexedBlock } | null }>("{ _meta { block { number hash } } }")
    .catch(() => null);
  return answer?.data?._meta?.block ?? null;
}

/** Asks again and again until graph-node's block is one that is waited for. Throws after half a minute. */
export async function untilIndexed(
  url: string,
  isThere: (block: IndexedBlock) => boolean,
): Promise<IndexedBlock> {
  const end = performance.now() + 30_000;
  let last: IndexedBlock | null = null;
  while (performance.now() < end) {
    last = await indexedBlock(url);
    if (last !== null && isThere(last)) return last;
    await sleep(50);
  }
  throw new Error(`The index did not come within 30 s; it stands at ${JSON.stringify(last)}`);
}
