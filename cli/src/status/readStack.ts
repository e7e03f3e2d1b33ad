import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Endpoints, endpointsOf } from "../stack/Endpoints.ts";
import { firstLine } from "../stack/StackError.ts";
import { builtSubgraph, deploymentOf, renderBuild } from "../stack/SubgraphBuild.ts";
import { askApi } from "./askApi.ts";
import { askChain } from "./askChain.ts";
import { askDatabase } from "./askDatabase.ts";
import { askIndexes } from "./askIndexes.ts";
import { diskOf } from "./diskOf.ts";
import { partsOf } from "./partsOf.ts";
import type { ApiState, IndexState, Part, Problem, Status } from "./Status.ts";

/** How the stack on a data directory stands. Nothing takes longer than about two seconds. */
export async function readStack(folder: string): Promise<Status> {
  const source = resolve(folder);
  const parts = partsOf(source);
  const endpoints = endpointsIn(source);
  const found: Problem[] = [];
  const password = passwordIn(source);
  const [chain, indexes, apis, disk] = await Promise.all([
    endpoints && askChain(endpoints.rpc),
    endpoints === null ? [] : indexesOf(endpoints, found),
    apisOf(parts),
    existsSync(source) ? diskOf(source) : null,
  ]);
  const current = indexes.find(({ role }) => role === "current")?.id ?? null;
  const server = endpoints && password && { port: endpoints.postgresPort, password };
  return {
    source,
    at: new Date().toISOString(),
    parts,
    chain,
    indexes,
    apis,
    database: server ? await askDatabase(server, current) : null,
    disk,
    isBuildCurrent: endpoints === null ? null : isBuilt(current, endpoints),
    found,
  };
}

/** How an API elsewhere stands, as far as it says itself. */
export async function readRemote(url: string): Promise<Status> {
  const source = url.replace(/\/(graphql)?\/?$/, "");
  const apis = [await askApi("API", source)];
  const nothing = { parts: [], chain: null, indexes: [], database: null, disk: null };
  return { source, at: new Date().toISOString(), ...nothing, apis, isBuildCurrent: null, found: [] };
}

function endpointsIn(folder: string): Endpoints | null {
  try {
    return endpointsOf(folder);
  } catch {
    // What cannot be read names no endpoint.
    return null;
  }
}

async function indexesOf({ graphNode }: Endpoints, found: Problem[]): Promise<IndexState[]> {
  try {
    return await askIndexes(graphNode);
  } catch (error) {
    const advice = "see logs/graph-node.log in the data directory";
    found.push({ what: firstLine(error), advice });
    return [];
  }
}

async function apisOf(parts: readonly Part[]): Promise<ApiState[]> {
  const apis = parts.filter(({ kind, isAlive }) => kind === "api" && isAlive);
  return await Promise.all(
    apis.map(({ name, ports: [port] }) =>
      port === undefined ? notListening(name) : askApi(name, `http://127.0.0.1:${port}`),
    ),
  );
}

function notListening(name: string): ApiState {
  const reason = "it does not listen on any port that can be seen";
  return { name, url: "", answers: false, isReady: false, reason, block: null, lagBlocks: null };
}

/** Whether a deployment was made from the subgraph as it is built now; null where nothing is built, or deployed. */
function isBuilt(current: string | null, { network, sources }: Endpoints): boolean | null {
  try {
    if (current === null || !current.startsWith(deploymentOf(""))) return null;
    return current === deploymentOf(renderBuild(builtSubgraph(), network, sources).hash);
  } catch {
    return null;
  }
}

function passwordIn(folder: string): string | null {
  try {
    const stored: unknown = JSON.parse(readFileSync(join(folder, "postgres.json"), "utf8"));
    const isKnown = typeof stored === "object" && stored !== null && "password" in stored;
    return isKnown && typeof stored.password === "string" ? stored.password : null;
  } catch {
    return null;
  }
}
