import type { Database } from "./Database.ts";
import { StackError } from "./StackError.ts";
import type { World } from "./World.ts";

const LOCAL = "local";

type Indexed = Pick<World, "chain" | "isInMemory">;

/**
 * Makes the database ready for a chain and says what became of the stored index, or null when there was none. It is
 * kept if graph-node made it from this very chain: on another one of the same name it would serve the old chain's data
 * as healthy. One of a chain that lived in memory begins anew, and so does one that has closed no hour yet: a graph-node
 * that is started before that never closes the hours that have begun. `wasInMemory`: whether the stored chain was, null
 * where nobody has noted it. Errors: StackError when the stored index is of another chain that is not in memory.
 */
export async function databaseFor(
  database: Database,
  { chain, isInMemory }: Indexed,
  wasInMemory: boolean | null,
): Promise<string | null> {
  const stored = (await database.exists()) ? await database.storedChains() : new Map<string, string>();
  const isPassing = wasInMemory ?? [...stored.keys()].every((network) => network === LOCAL);
  const isSame = stored.size === 1 && `0x${stored.get(chain.network)}` === chain.genesis;
  if (!isSame && !isPassing && stored.size > 0) throw another(stored, { chain, isInMemory });
  const hasNoHour = isSame && !isInMemory && (await database.isInItsFirstHour());
  if (isSame && !isInMemory && !hasNoHour) return "the stored index goes on where it was";
  await database.recreate();
  if (hasNoHour) return "the stored index was in its first hour: it begins anew, which takes a moment";
  if (stored.size === 0) return null;
  if (isInMemory) return "the local chain lives in memory: it begins anew, and so does the index";
  return "the stored index was of a local chain, which lived in memory: it gives way to this one";
}

function another(stored: ReadonlyMap<string, string>, { chain, isInMemory }: Indexed): StackError {
  const named = (network: string, genesis: string) => `${network} (block 0 is ${genesis})`;
  const known = [...stored].map(([network, genesis]) => named(network, `0x${genesis}`)).join(" and ");
  const asked = isInMemory ? "a new local chain" : named(chain.network, chain.genesis);
  const [network] = stored.keys();
  return new StackError(
    `the index that is stored here is of ${known}, not of ${asked}`,
    `go on with it by --rpc URL --network ${network}, use another --data-dir, or drop it with --fresh`,
  );
}
