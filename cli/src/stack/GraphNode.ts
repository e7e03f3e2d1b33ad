import type { Chain } from "./Chain.ts";
import type { Database } from "./Database.ts";
import { gndProgram } from "./gndProgram.ts";
import { startIpfs } from "./Ipfs.ts";
import type { Means } from "./Means.ts";
import { writePlaceholder } from "./placeholder.ts";
import { freePort } from "./ports.ts";
import { rpc } from "./rpc.ts";
import { readSettings } from "./settings.ts";
import { waitFor } from "./waitFor.ts";

const PLACEHOLDER = "placeholder";
const START_MS = 60_000;
// It takes 1 to 3 s to end.
const GRACE_MS = 4000;

/** A running graph-node and where it answers. */
export type GraphNode = {
  /** The server of GraphQL queries, without a path. */
  queryUrl: string;
  /** The GraphQL endpoint that tells how far each subgraph is. */
  statusUrl: string;
  /** The JSON-RPC that deploys; it has no authentication. */
  adminUrl: string;
  ports: { query: number; status: number; admin: number; metrics: number };
};

/** What one graph-node of several is. */
export type GraphNodeRole = {
  /** As a person knows it: "query node 1". */
  name: string;
  /** GRAPH_NODE_ID, the same at every start: deployments are given to it. */
  id: string;
  /** Its settings beside those of every graph-node. */
  env?: Record<string, string>;
  /** As in ProcessSpec. */
  onRestart?: (text: string) => void;
};

const INDEX_NODE: GraphNodeRole = { name: "graph-node", id: "manometer" };

/**
 * Starts graph-node on a database and a chain, by default as the one that indexes. Errors: StackError when
 * it is missing or does not come up.
 */
export async function startGraphNode(
  { stack, dataDir, taken }: Means,
  chain: Chain,
  database: Database,
  role = INDEX_NODE,
): Promise<GraphNode> {
  const part = role.name.replaceAll(" ", "-");
  const placeholder = role === INDEX_NODE ? PLACEHOLDER : `${PLACEHOLDER}/${part}`;
  const ports = {
    query: await freePort(taken),
    status: await freePort(taken),
    admin: await freePort(taken),
    metrics: await freePort(taken),
  };
  await stack.start({
    name: role.name,
    command: gndProgram(),
    args: [
      "dev",
      // Relative, because gnd splits this option at commas and colons.
      `--manifests=${placeholder}/${writePlaceholder(dataDir.file(placeholder), chain.network)}`,
      `--ipfs=${await startIpfs()}`,
      `--http-port=${ports.query}`,
      `--index-node-port=${ports.status}`,
      `--admin-port=${ports.admin}`,
      `--metrics-port=${ports.metrics}`,
    ],
    cwd: dataDir.path,
    // Not as arguments, which everyone on this machine can read: both may hold a secret.
    env: {
      ...readSettings("graph-node"),
      ...role.env,
      GRAPH_NODE_ID: role.id,
      POSTGRES_URL: database.url,
      ETHEREUM_RPC: `${chain.network}:${chain.url}`,
    },
    ...(role.onRestart && { onRestart: role.onRestart }),
    logFile: dataDir.log(part),
    // SIGTERM does nothing to it. It ends with exit code 134, which is how it always ends.
    stopSignal: "SIGINT",
    graceMs: GRACE_MS,
  });
  const node: GraphNode = {
    queryUrl: `http://127.0.0.1:${ports.query}`,
    statusUrl: `http://127.0.0.1:${ports.status}/graphql`,
    adminUrl: `http://127.0.0.1:${ports.admin}`,
    ports,
  };
  await waitFor(() => answers(node), {
    signal: stack.signal,
    timeoutMs: START_MS,
    everyMs: 100,
    missing: `${role.name} did not answer`,
    advice: `see ${dataDir.log(part)}`,
  });
  return node;
}

async function answers(node: GraphNode): Promise<true | null> {
  // An unknown method is answered with an error, which is an answer.
  const isUp = await rpc(node.adminUrl, "manometer_ping", {}).then(
    () => true,
    (error: Error) => /method not found/i.test(error.message),
  );
  return isUp ? true : null;
}
