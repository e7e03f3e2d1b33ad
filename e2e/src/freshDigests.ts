import { type Digest, digestsOf } from "./Digest.ts";
import type { History } from "./History.ts";
import { subgraphUrl } from "./places.ts";
import { remove } from "./remove.ts";

/** The digest of an index of a history at its head, and that of one that begins now and sees no fault. */
export async function freshDigests(history: History, url: string, head: number): Promise<[Digest, Digest]> {
  const fresh = await history.index();
  try {
    return await digestsOf([url, subgraphUrl(fresh)], head);
  } finally {
    await fresh.stop();
    await remove(fresh.dataDir);
  }
}
