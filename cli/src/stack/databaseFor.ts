import type { Chain } from "./Chain.ts";
import type { Database } from "./Database.ts";

/**
 * Makes the database ready for a chain and says what became of the stored index, or null when there was
 * none. It is kept only if graph-node made it from this very chain: on another one of the same name it
 * would serve the old chain's data as healthy. Nor is one kept that has closed no hour yet: a graph-node that is started
 * before that never closes the hours that have begun. `isInMemory`: the chain begins anew at every start.
 */
export async function databaseFor(
  database: Database,
  chain: Chain,
  isInMemory: boolean,
): Promise<string | null> {
  if (!(await database.exists())) {
    await database.recreate();
    return null;
  }
  const stored = await database.storedChains();
  const isSame = stored.size === 1 && `0x${stored.get(chain.network)}` === chain.genesis;
  const hasNoHour = isSame && !isInMemory && (await database.isInItsFirstHour());
  if (isSame && !isInMemory && !hasNoHour) return "the stored index goes on where it was";
  await database.recreate();
  if (hasNoHour) return "the stored index was in its first hour: it begins anew, which takes a moment";
  if (stored.size === 0) return null;
  if (isInMemory) return "the local chain lives in memory: it begins anew, and so does the index";
  return `the stored index is of another chain (block 0 is not ${chain.genesis}): it begins anew`;
}
