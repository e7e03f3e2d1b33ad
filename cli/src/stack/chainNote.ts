import type { DataDir } from "./DataDir.ts";
import type { World } from "./World.ts";

const FILE = "chain.json";

/** Notes in the data directory which chain the database is for. */
export function noteChain(
  dataDir: DataDir,
  { chain, isInMemory }: Pick<World, "chain" | "isInMemory">,
): void {
  const { network, genesis } = chain;
  dataDir.writeJson(FILE, { network, genesis, isInMemory });
}

/** Whether the chain that the database is for lives in memory; null where nothing readable is noted. */
export function isNotedInMemory(dataDir: DataDir): boolean | null {
  try {
    const noted = dataDir.readJson(FILE) as { isInMemory?: unknown } | null;
    return typeof noted?.isInMemory === "boolean" ? noted.isInMemory : null;
  } catch {
    return null;
  }
}
